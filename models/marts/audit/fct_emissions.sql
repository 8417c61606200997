with

components as (
    select * from {{ ref('int_emission_components') }}
),

factor_uncertainty as (
    select * from {{ ref('int_factor_uncertainty') }}
),

-- Left joins: a category that a frame does not place keeps its row with an empty line, and a test fails on it.
placed as (
    select
        activity_category,
        component,
        max(case when frame = 'ladder' then line end) as ladder_line,
        max(case when frame = 'ghg_protocol' then line end) as ghg_line,
        max(case when frame = 'iso_14064' then line end) as iso_line
    from {{ ref('frame_mapping') }}
    group by
        activity_category,
        component
),

emissions as (
    select
        -- keys
        components.activity_id || '|' || components.supply_lot || '|' || components.component as emission_id,
        components.activity_id,
        components.component,
        components.supply_lot,
        components.extract_name,
        components.line_id,
        components.occurrence,
        components.source_file,
        components.entity_id,
        components.location_id,
        components.project_id,
        components.supplier_id,
        components.vehicle_id,
        components.person_key,
        components.activity_type,
        components.activity_category,
        components.power_product,
        components.reporting_year,
        components.month,
        components.period_start,
        components.period_end,
        placed.ladder_line,
        placed.ghg_line,
        placed.iso_line,
        -- the factor
        components.edition_id as factor_edition_id,
        components.factor_key as factor_id,
        components.factor_value,
        components.wtw_factor_value,
        components.biogenic_factor_value,
        'kg CO2e per ' || components.factor_unit as factor_unit,
        components.factor_status,
        components.split_status,
        components.split_edition_id,
        components.biogenic_edition_id,
        components.is_chosen as is_chosen_edition,
        components.method,
        -- quantities
        components.quantity,
        components.unit,
        components.kg_co2e,
        components.kg_co2_biogenic,
        -- errors
        components.quantity_basis,
        components.estimation_method,
        components.is_estimated,
        components.data_quality_score,
        components.activity_error_group,
        components.activity_uncertainty_low_pct,
        components.activity_uncertainty_high_pct,
        components.edition_id || '|' || components.factor_key as factor_error_group,
        factor_uncertainty.factor_uncertainty_low_pct,
        factor_uncertainty.factor_uncertainty_high_pct,
        cast(
            -{{ quadrature('components.activity_uncertainty_low_pct', 'factor_uncertainty.factor_uncertainty_low_pct') }}
            as decimal(9, 3)
        ) as uncertainty_low_pct,
        cast(
            {{ quadrature('components.activity_uncertainty_high_pct', 'factor_uncertainty.factor_uncertainty_high_pct') }}
            as decimal(9, 3)
        ) as uncertainty_high_pct
    from components
    left join placed
        on components.activity_category = placed.activity_category
        and components.component = placed.component
    left join factor_uncertainty
        on components.activity_type = factor_uncertainty.activity_type
        and components.component = factor_uncertainty.component
        and components.factor_status = factor_uncertainty.factor_status
)

select * from emissions
