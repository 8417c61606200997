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

frame_mapping as (
    select * from {{ ref('frame_mapping') }}
),

-- As in int_published_emissions: categories whose components stand on one line of every frame need none where they are merged.
on_one_line as (
    select activity_category
    from (
        select
            activity_category,
            frame,
            count(distinct line) as line_count
        from frame_mapping
        group by
            activity_category,
            frame
    ) as lines_per_frame
    group by activity_category
    having max(line_count) = 1
),

-- The groups of the published marts, never finer, with the method and without the places.
merged as (
    select
        measures.reporting_year,
        case when privacy_levels.keeps_month then measures.month end as month,
        case when privacy_levels.keeps_entity then measures.entity_id end as entity_id,
        measures.activity_category,
        case when privacy_levels.keeps_activity_type then measures.activity_type end as activity_type,
        case when privacy_levels.keeps_activity_type or on_one_line.activity_category is null then measures.component end as component,
        measures.ladder_line,
        measures.ghg_line,
        measures.iso_line,
        measures.method,
        case when privacy_levels.keeps_activity_type then measures.factor_edition_id end as factor_edition_id,
        case when privacy_levels.keeps_activity_type then measures.factor_id end as factor_id,
        case when privacy_levels.keeps_activity_type then measures.factor_value end as factor_value,
        case when privacy_levels.keeps_activity_type then measures.wtw_factor_value end as wtw_factor_value,
        case when privacy_levels.keeps_activity_type then measures.unit end as unit_of_type,
        case when privacy_levels.keeps_activity_type or on_one_line.activity_category is null then measures.quantity end as quantity,
        measures.unit,
        measures.kg_co2e
    from measures
    left join chosen_levels
        on measures.activity_category = chosen_levels.activity_category
        and measures.reporting_year = chosen_levels.reporting_year
    left join on_one_line
        on measures.activity_category = on_one_line.activity_category
    inner join privacy_levels
        on coalesce(chosen_levels.privacy_level, 'detail') = privacy_levels.privacy_level
),

publishable as (
    select
        reporting_year,
        month,
        entity_id,
        activity_category,
        activity_type,
        component,
        ladder_line,
        ghg_line,
        iso_line,
        method,
        factor_edition_id,
        factor_id,
        factor_value,
        wtw_factor_value,
        case when min(unit) = max(unit) then min(unit) end as unit,
        case when min(unit) = max(unit) then cast(sum(quantity) as decimal(19, 6)) end as quantity,
        cast(sum(kg_co2e) as decimal(18, 6)) as kg_co2e
    from merged
    group by
        reporting_year,
        month,
        entity_id,
        activity_category,
        activity_type,
        component,
        ladder_line,
        ghg_line,
        iso_line,
        method,
        factor_edition_id,
        factor_id,
        factor_value,
        wtw_factor_value,
        unit_of_type
)

select * from publishable
