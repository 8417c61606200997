with

chain_modes as (
    select * from {{ ref('int_chain_modes') }}
),

chain_years as (
    select * from {{ ref('int_chain_years') }}
),

activity_types as (
    select * from {{ ref('stg_activity_types') }}
),

extrapolations as (
    select {{ adapter.quote('option') }} as extrapolation_option
    from {{ ref('explanation_options') }}
    where axis = 'extrapolation'
),

periods as (
    select
        period_label,
        calendar_year
    from {{ ref('int_reported_periods') }}
    where period_kind = 'year'
),

-- A survey tells a year, no half of it.
extrapolated as (
    select
        periods.period_label,
        extrapolations.extrapolation_option,
        chain_modes.mode,
        chain_modes.activity_type,
        activity_types.activity_category,
        activity_types.activity_unit,
        chain_modes.factor_edition_id,
        chain_modes.factor_value,
        chain_modes.kg_co2e,
        chain_modes.surveyed_kg_co2e,
        chain_modes.extrapolated_kg_co2e,
        case extrapolations.extrapolation_option
            when 'by_invoiced_value' then chain_modes.km
            when 'surveyed_only' then chain_modes.surveyed_km
            when 'others_only' then chain_modes.extrapolated_km
            when 'by_number'
                then {{ scale_amount(
                    'chain_modes.surveyed_km',
                    'cast(chain_years.subcontractors_total as decimal(19, 6))',
                    'cast(chain_years.subcontractors_surveyed as decimal(19, 6))'
                ) }}
        end as km
    from chain_modes
    inner join chain_years
        on chain_modes.reporting_year = chain_years.reporting_year
    inner join activity_types
        on chain_modes.activity_type = activity_types.activity_type
    inner join periods
        on chain_modes.reporting_year = periods.calendar_year
    cross join extrapolations
),

-- The kg of the chain analysis itself, where it has them.
valued as (
    select
        extrapolated.*,
        case extrapolation_option
            when 'by_invoiced_value' then kg_co2e
            when 'surveyed_only' then surveyed_kg_co2e
            when 'others_only' then extrapolated_kg_co2e
            else {{ to_kg('km', 'factor_value') }}
        end as kg_well_to_wheel
    from extrapolated
),

-- Kilometres without a factor are kilometres, and no emissions.
chain_cells as (
    {%- for cell_kind in ['quantity', 'emissions'] %}
    select
        period_label,
        '{{ cell_kind }}' as cell_kind,
        'counted' as claim_option,
        extrapolation_option,
        cast(null as {{ dbt.type_string() }}) as entity_id,
        cast(null as {{ dbt.type_string() }}) as location_id,
        cast(null as {{ dbt.type_string() }}) as ladder_scope,
        cast(null as {{ dbt.type_string() }}) as ladder_line,
        cast(null as {{ dbt.type_string() }}) as reported_line,
        'chain' as analysis,
        mode as chain_mode,
        activity_category,
        activity_type,
        cast(null as {{ dbt.type_string() }}) as spend_category,
        cast(null as {{ dbt.type_string() }}) as power_product,
        factor_edition_id as own_edition_id,
        {{ "'km'" if cell_kind == 'quantity' else 'activity_unit' }} as unit,
        true as is_in_footprint,
        cast(km as decimal(19, 6)) as quantity,
        cast(1 as decimal(19, 6)) as line_count,
        cast(kg_well_to_wheel as decimal(18, 6)) as kg_well_to_wheel,
        cast(null as decimal(18, 6)) as kg_tank_to_wheel,
        cast(kg_well_to_wheel as decimal(18, 6)) as kg_alternative
    from valued
    {{ 'union all' if not loop.last }}
    {%- endfor %}
    where kg_well_to_wheel is not null
)

select * from chain_cells
