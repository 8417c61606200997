with

key_figures as (
    select * from {{ ref('key_figures') }}
),

members as (
    select * from {{ ref('int_total_members') }}
    where
        frame = 'ladder'
        and total_kind = 'ladder_total'
),

-- Added up once: three steps read it.
activities as (
    select
        activity_category,
        activity_type,
        unit,
        reporting_year,
        person_key,
        sum(emission_quantity) as emission_quantity
    from {{ ref('fct_activities') }}
    where claim_status = 'counted'
    group by
        activity_category,
        activity_type,
        unit,
        reporting_year,
        person_key
),

company_years as (
    select * from {{ ref('int_company_years') }}
),

chosen_levels as (
    select * from {{ ref('int_privacy_levels') }}
),

privacy_levels as (
    select * from {{ ref('stg_privacy_levels') }}
),

told as (
    select * from {{ ref('int_privacy_measures') }}
),

activity_types as (
    select * from {{ ref('stg_activity_types') }}
),

business_metrics as (
    select * from {{ ref('stg_business_metrics') }}
    where occurrence = 1
),

kg_by_line as (
    select
        reporting_year,
        line,
        sum(kg_co2e) as kg_co2e
    from members
    group by
        reporting_year,
        line
),

kg_by_figure as (
    select
        key_figures.figure_id,
        key_figures.metric,
        kg_by_line.reporting_year,
        {{ to_tonnes('sum(kg_by_line.kg_co2e)') }} as t_co2e,
        cast(
            cast(sum(kg_by_line.kg_co2e) as decimal(19, 6)) * {{ read_decimal('key_figures.kg_multiplier', 9, 3) }}
            as decimal(26, 6)
        ) as numerator
    from key_figures
    inner join kg_by_line
        on key_figures.ladder_line is null
        or key_figures.ladder_line = kg_by_line.line
    where key_figures.kind = 'intensity'
    group by
        key_figures.figure_id,
        key_figures.metric,
        key_figures.kg_multiplier,
        kg_by_line.reporting_year
),

-- A metric belongs to the year in which its period ends. Sums (revenue, hours) and stocks (fte, m2) of entities add up.
metrics as (
    select
        metric,
        cast(extract(year from period_end) as integer) as reporting_year,
        cast(sum({{ adapter.quote('value') }}) as decimal(19, 6)) as metric_value
    from business_metrics
    where
        {{ adapter.quote('value') }} is not null
        and period_end is not null
    group by
        metric,
        cast(extract(year from period_end) as integer)
),

intensities as (
    select
        kg_by_figure.figure_id,
        kg_by_figure.reporting_year,
        kg_by_figure.t_co2e as numerator,
        metrics.metric_value as denominator,
        {{ ratio('kg_by_figure.numerator', 'metrics.metric_value', 6) }} as figure_value
    from kg_by_figure
    inner join metrics
        on kg_by_figure.metric = metrics.metric
        and kg_by_figure.reporting_year = metrics.reporting_year
),

units_per_category as (
    select
        activity_category,
        reporting_year,
        count(distinct unit) as unit_count
    from activities
    group by
        activity_category,
        reporting_year
),

-- Persons behind each type, also those of a type without a factor, of which no kilograms are published.
persons_per_type as (
    select
        activities.activity_category,
        activities.activity_type,
        activities.reporting_year,
        case when count(distinct activities.person_key) between 1 and 4 then 1 else 0 end as is_small
    from activities
    inner join activity_types
        on activities.activity_type = activity_types.activity_type
    where activity_types.is_person_borne
    group by
        activities.activity_category,
        activities.activity_type,
        activities.reporting_year
),

small_types as (
    select
        activity_category,
        activity_type,
        reporting_year
    from persons_per_type
    where is_small = 1
),

small_categories as (
    select distinct
        activity_category,
        reporting_year
    from small_types
),

-- Where a category is too small to be published by type, only a quantity of the whole category is given: neither one
-- type of it, nor one unit of several; and none where a type has one to four persons, since quantity and kilograms of the
-- category are two sums over the same persons, which public factors turn into the quantity of each type.
quantities as (
    select
        key_figures.figure_id,
        activities.reporting_year,
        cast(null as decimal(30, 9)) as numerator,
        cast(null as decimal(19, 6)) as denominator,
        cast(sum(activities.emission_quantity) as decimal(28, 6)) as figure_value
    from key_figures
    inner join activities
        on key_figures.activity_category = activities.activity_category
        and (key_figures.activity_type is null or key_figures.activity_type = activities.activity_type)
        and key_figures.unit = activities.unit
    inner join company_years
        on activities.reporting_year = company_years.reporting_year
    inner join units_per_category
        on activities.activity_category = units_per_category.activity_category
        and activities.reporting_year = units_per_category.reporting_year
    left join chosen_levels
        on activities.activity_category = chosen_levels.activity_category
        and activities.reporting_year = chosen_levels.reporting_year
    left join privacy_levels
        on chosen_levels.privacy_level = privacy_levels.privacy_level
    left join told
        on activities.activity_category = told.activity_category
        and activities.reporting_year = told.reporting_year
    left join small_types
        on activities.activity_type = small_types.activity_type
        and activities.reporting_year = small_types.reporting_year
    left join small_categories
        on activities.activity_category = small_categories.activity_category
        and activities.reporting_year = small_categories.reporting_year
    where
        key_figures.kind = 'quantity'
        and case when key_figures.activity_type is null then small_categories.activity_category else small_types.activity_type end is null
        and (
            coalesce(privacy_levels.keeps_activity_type, true)
            or (key_figures.activity_type is null and units_per_category.unit_count = 1 and coalesce(told.tells_quantity, true))
        )
    group by
        key_figures.figure_id,
        activities.reporting_year
),

all_figures as (
    select
        figure_id,
        reporting_year,
        cast(numerator as decimal(30, 9)) as numerator,
        cast(denominator as decimal(19, 6)) as denominator,
        cast(figure_value as decimal(28, 6)) as figure_value
    from intensities
    union all
    select
        figure_id,
        reporting_year,
        numerator,
        denominator,
        figure_value
    from quantities
),

labelled as (
    select
        all_figures.reporting_year,
        all_figures.figure_id,
        key_figures.label_nl as figure_label_nl,
        key_figures.label_en as figure_label_en,
        all_figures.figure_value,
        key_figures.unit,
        all_figures.numerator as numerator_t_co2e,
        all_figures.denominator as denominator_value
    from all_figures
    inner join key_figures
        on all_figures.figure_id = key_figures.figure_id
)

select * from labelled
