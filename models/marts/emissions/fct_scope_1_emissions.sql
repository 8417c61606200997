with

published as (
    select * from {{ ref('int_published_emissions') }}
    where ladder_line = 'scope_1'
),

scope_1 as (
    select
        entity_id,
        location_id,
        project_id,
        activity_type,
        activity_category,
        reporting_year,
        half_year,
        month,
        component,
        ladder_line,
        ghg_line,
        iso_line,
        factor_edition_id,
        factor_id,
        factor_value,
        factor_status,
        split_status,
        privacy_level,
        quantity,
        unit,
        kg_co2e,
        kg_co2_biogenic,
        {{ percentage('kg_estimated', 'kg_co2e') }} as estimated_share_pct,
        {{ ratio('kg_times_score', 'kg_co2e', 2) }} as data_quality_score
    from published
)

select * from scope_1
