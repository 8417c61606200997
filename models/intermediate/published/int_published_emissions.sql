with

measures as (
    select * from {{ ref('int_emission_measures') }}
),

privacy_levels as (
    select * from {{ ref('int_privacy_levels') }}
),

levelled as (
    select
        measures.*,
        coalesce(privacy_levels.privacy_level, 'detail') as privacy_level
    from measures
    left join privacy_levels
        on measures.activity_category = privacy_levels.activity_category
        and measures.reporting_year = privacy_levels.reporting_year
),

-- Each level leaves out more keys. An empty key in the published marts means: merged, so that no group of fewer than
-- five persons can be seen. Totals are kept.
merged as (
    select
        case when privacy_level not in ('group_half', 'group_year') then entity_id end as entity_id,
        case when privacy_level = 'detail' then location_id end as location_id,
        case when privacy_level = 'detail' then project_id end as project_id,
        case when privacy_level in ('detail', 'type_month') then activity_type end as activity_type,
        activity_category,
        reporting_year,
        case
            when privacy_level in ('detail', 'type_month', 'category_month', 'category_half', 'group_half')
                then case when extract(month from month) <= 6 then 1 else 2 end
        end as half_year,
        case when privacy_level in ('detail', 'type_month', 'category_month') then month end as month,
        power_basis,
        component,
        case when privacy_level in ('detail', 'type_month') then factor_edition_id end as factor_edition_id,
        case when privacy_level in ('detail', 'type_month') then factor_id end as factor_id,
        case when privacy_level in ('detail', 'type_month') then factor_value end as factor_value,
        case when privacy_level in ('detail', 'type_month') then factor_status end as factor_status,
        case when privacy_level in ('detail', 'type_month') then split_status end as split_status,
        ladder_line,
        ghg_line,
        iso_line,
        privacy_level,
        quantity,
        unit,
        kg_co2e,
        kg_co2e_location_based,
        kg_co2_biogenic,
        kg_estimated,
        kg_official,
        kg_unverified,
        kg_times_score,
        kg_at_cut_off
    from levelled
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
