with

measures as (
    select * from {{ ref('int_emission_measures') }}
    where power_basis <> 'location_based'
),

chosen_levels as (
    select * from {{ ref('int_privacy_levels') }}
),

privacy_levels as (
    select * from {{ ref('stg_privacy_levels') }}
),

activities as (
    select * from {{ ref('fct_activities') }}
    where claim_status = 'counted'
),

lots as (
    select * from {{ ref('int_supply_lots') }}
),

emissions as (
    select
        activity_id,
        supply_lot
    from {{ ref('fct_emissions') }}
),

company_years as (
    select * from {{ ref('int_company_years') }}
),

editions as (
    select * from {{ ref('stg_editions') }}
),

factors as (
    select * from {{ ref('int_factors') }}
),

activity_types as (
    select * from {{ ref('stg_activity_types') }}
),

-- Whether the category is published by type in the year, or is too small for that.
levelled as (
    select
        measures.*,
        coalesce(privacy_levels.keeps_activity_type, true) as keeps_activity_type
    from measures
    left join chosen_levels
        on measures.activity_category = chosen_levels.activity_category
        and measures.reporting_year = chosen_levels.reporting_year
    left join privacy_levels
        on chosen_levels.privacy_level = privacy_levels.privacy_level
),

-- A factor points at nobody: the row of each type keeps its edition and status, and loses only its kg.
by_type as (
    select
        activity_type,
        activity_category,
        reporting_year,
        factor_edition_id,
        factor_id,
        factor_status,
        split_status,
        case when keeps_activity_type then cast(sum(kg_co2e) as decimal(18, 6)) end as kg_co2e
    from levelled
    group by
        activity_type,
        activity_category,
        reporting_year,
        factor_edition_id,
        factor_id,
        factor_status,
        split_status,
        keeps_activity_type
),

-- The kg of such a category stand on one row without a type.
by_category as (
    select
        activity_category,
        reporting_year,
        cast(sum(kg_co2e) as decimal(18, 6)) as kg_co2e
    from levelled
    where not keeps_activity_type
    group by
        activity_category,
        reporting_year
),

grouped as (
    select * from by_type
    union all
    select
        cast(null as {{ dbt.type_string() }}) as activity_type,
        activity_category,
        reporting_year,
        cast(null as {{ dbt.type_string() }}) as factor_edition_id,
        cast(null as {{ dbt.type_string() }}) as factor_id,
        cast(null as {{ dbt.type_string() }}) as factor_status,
        cast(null as {{ dbt.type_string() }}) as split_status,
        kg_co2e
    from by_category
),

-- Few lots have no emission: persons are looked up for these.
lots_without_emission as (
    select
        lots.activity_id,
        lots.activity_type,
        lots.activity_category,
        lots.reporting_year,
        lots.unit,
        lots.quantity
    from lots
    left join emissions
        on lots.activity_id = emissions.activity_id
        and lots.supply_lot = emissions.supply_lot
    where emissions.activity_id is null
),

-- Counted activity without any emission: no factor in the edition of the year, and no judgement that takes another.
-- The quantity is left out where one to four persons stand behind it.
uncovered_types as (
    select
        lots.activity_type,
        lots.activity_category,
        lots.reporting_year,
        lots.unit,
        count(distinct case when activity_types.is_person_borne then activities.person_key end) as persons,
        cast(sum(lots.quantity) as decimal(19, 6)) as quantity_without_factor
    from lots_without_emission as lots
    inner join activities
        on lots.activity_id = activities.activity_id
    inner join activity_types
        on lots.activity_type = activity_types.activity_type
    inner join company_years
        on lots.reporting_year = company_years.reporting_year
    group by
        lots.activity_type,
        lots.activity_category,
        lots.reporting_year,
        lots.unit
),

uncovered as (
    select
        activity_type,
        activity_category,
        reporting_year,
        unit,
        case when persons not between 1 and 4 then quantity_without_factor end as quantity_without_factor
    from uncovered_types
),

with_jump as (
    select
        grouped.activity_type,
        grouped.activity_category,
        grouped.reporting_year,
        grouped.factor_edition_id,
        grouped.factor_id,
        grouped.factor_status,
        grouped.split_status,
        factors.unit,
        factors.wtw_factor_value,
        previous_factors.wtw_factor_value as previous_wtw_factor_value,
        {{ percentage('(factors.wtw_factor_value - previous_factors.wtw_factor_value)', 'previous_factors.wtw_factor_value') }} as jump_pct,
        cast(null as decimal(19, 6)) as quantity_without_factor,
        grouped.kg_co2e,
        true as has_factor
    from grouped
    left join editions
        on grouped.factor_edition_id = editions.edition_id
    left join factors
        on grouped.factor_edition_id = factors.edition_id
        and grouped.factor_id = factors.factor_key
    left join editions as previous_editions
        on editions.factor_list = previous_editions.factor_list
        and editions.edition_year - 1 = previous_editions.edition_year
    left join factors as previous_factors
        on previous_editions.edition_id = previous_factors.edition_id
        and grouped.factor_id = previous_factors.factor_key
    union all
    select
        activity_type,
        activity_category,
        reporting_year,
        cast(null as {{ dbt.type_string() }}) as factor_edition_id,
        cast(null as {{ dbt.type_string() }}) as factor_id,
        cast(null as {{ dbt.type_string() }}) as factor_status,
        cast(null as {{ dbt.type_string() }}) as split_status,
        unit,
        cast(null as decimal(18, 9)) as wtw_factor_value,
        cast(null as decimal(18, 9)) as previous_wtw_factor_value,
        cast(null as decimal(28, 2)) as jump_pct,
        quantity_without_factor,
        cast(0 as decimal(18, 6)) as kg_co2e,
        false as has_factor
    from uncovered
),

labelled as (
    select
        with_jump.activity_type,
        with_jump.activity_category,
        with_jump.reporting_year,
        activity_types.label_nl as activity_label_nl,
        activity_types.label_en as activity_label_en,
        with_jump.factor_edition_id,
        with_jump.factor_id,
        with_jump.factor_status,
        with_jump.split_status,
        with_jump.unit,
        with_jump.wtw_factor_value,
        with_jump.previous_wtw_factor_value,
        with_jump.jump_pct,
        with_jump.quantity_without_factor,
        with_jump.kg_co2e,
        with_jump.has_factor
    from with_jump
    left join activity_types
        on with_jump.activity_type = activity_types.activity_type
)

select * from labelled
