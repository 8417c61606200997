with

measures as (
    select * from {{ ref('int_emission_measures') }}
),

chosen_levels as (
    select * from {{ ref('int_privacy_levels') }}
),

privacy_levels as (
    select * from {{ ref('stg_privacy_levels') }}
),

-- Categories whose components stand on one line of every frame: merged, they need no component, and direct and upstream
-- beside each other would be two sums over the same persons, which public factors turn into the kilometres of each mode.
on_one_line as (
    select activity_category
    from (
        select
            activity_category,
            frame,
            count(distinct line) as line_count
        from {{ ref('frame_mapping') }}
        group by
            activity_category,
            frame
    ) as lines_per_frame
    group by activity_category
    having max(line_count) = 1
),

-- An empty key in the published marts means: merged, so that no group of fewer than five persons can be seen.
-- Totals are kept. What points at no person keeps every key.
merged as (
    select
        case when privacy_levels.keeps_entity then measures.entity_id end as entity_id,
        case when privacy_levels.keeps_location_and_project then measures.location_id end as location_id,
        case when privacy_levels.keeps_location_and_project then measures.project_id end as project_id,
        case when privacy_levels.keeps_activity_type then measures.activity_type end as activity_type,
        measures.activity_category,
        measures.reporting_year,
        case when privacy_levels.keeps_half_year then {{ half_year('measures.month') }} end as half_year,
        case when privacy_levels.keeps_month then measures.month end as month,
        measures.power_basis,
        case when privacy_levels.keeps_activity_type or on_one_line.activity_category is null then measures.component end as component,
        case when privacy_levels.keeps_activity_type then measures.factor_edition_id end as factor_edition_id,
        case when privacy_levels.keeps_activity_type then measures.factor_id end as factor_id,
        case when privacy_levels.keeps_activity_type then measures.factor_value end as factor_value,
        case when privacy_levels.keeps_activity_type then measures.factor_status end as factor_status,
        case when privacy_levels.keeps_activity_type then measures.split_status end as split_status,
        measures.ladder_line,
        measures.ghg_line,
        measures.iso_line,
        privacy_levels.privacy_level,
        -- The same kilometres stand on every component: where these are merged they would be counted twice.
        case when privacy_levels.keeps_activity_type or on_one_line.activity_category is null then measures.quantity end as quantity,
        measures.unit,
        measures.kg_co2e,
        measures.kg_co2e_location_based,
        measures.kg_co2_biogenic,
        measures.kg_estimated,
        measures.kg_official,
        measures.kg_unverified,
        measures.kg_times_score,
        measures.kg_at_cut_off
    from measures
    left join chosen_levels
        on measures.activity_category = chosen_levels.activity_category
        and measures.reporting_year = chosen_levels.reporting_year
    left join on_one_line
        on measures.activity_category = on_one_line.activity_category
    inner join privacy_levels
        on coalesce(chosen_levels.privacy_level, 'detail') = privacy_levels.privacy_level
),

published as (
    select
        entity_id,
        location_id,
        project_id,
        activity_type,
        activity_category,
        reporting_year,
        half_year,
        month,
        power_basis,
        component,
        factor_edition_id,
        factor_id,
        factor_value,
        factor_status,
        split_status,
        ladder_line,
        ghg_line,
        iso_line,
        privacy_level,
        -- Litres and kilograms do not add up: a merged group of several units has no quantity.
        case when min(unit) = max(unit) then cast(sum(quantity) as decimal(19, 6)) end as quantity,
        case when min(unit) = max(unit) then min(unit) end as unit,
        cast(sum(kg_co2e) as decimal(18, 6)) as kg_co2e,
        cast(sum(kg_co2e_location_based) as decimal(18, 6)) as kg_co2e_location_based,
        cast(sum(kg_co2_biogenic) as decimal(18, 6)) as kg_co2_biogenic,
        cast(sum(kg_estimated) as decimal(18, 6)) as kg_estimated,
        cast(sum(kg_official) as decimal(18, 6)) as kg_official,
        cast(sum(kg_unverified) as decimal(18, 6)) as kg_unverified,
        cast(sum(kg_times_score) as decimal(18, 6)) as kg_times_score,
        cast(sum(kg_at_cut_off) as decimal(18, 6)) as kg_at_cut_off
    from merged
    group by
        entity_id,
        location_id,
        project_id,
        activity_type,
        activity_category,
        reporting_year,
        half_year,
        month,
        power_basis,
        component,
        factor_edition_id,
        factor_id,
        factor_value,
        factor_status,
        split_status,
        ladder_line,
        ghg_line,
        iso_line,
        privacy_level
)

select * from published
