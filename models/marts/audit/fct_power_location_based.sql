with

activities as (
    select * from {{ ref('fct_activities') }}
    where claim_status = 'counted'
),

power_parts as (
    select * from {{ ref('int_power_parts') }}
),

edition_choices as (
    select * from {{ ref('int_edition_choices') }}
),

grid_mix as (
    select factor_key from {{ ref('power_products') }}
    where product = 'mix'
),

factors as (
    select * from {{ ref('int_factors') }}
    where not is_withdrawn
),

-- Every purchased kWh at the grid mix of its year, whatever its contract: the alternative to fct_emissions.
matched as (
    select
        activities.activity_id,
        activities.extract_name,
        activities.line_id,
        activities.occurrence,
        activities.source_file,
        activities.entity_id,
        activities.location_id,
        activities.project_id,
        activities.person_key,
        activities.activity_type,
        activities.activity_category,
        activities.reporting_year,
        activities.month,
        activities.period_start,
        activities.period_end,
        activities.emission_quantity as quantity,
        activities.unit,
        activities.estimation_method,
        activities.is_estimated,
        activities.data_quality_score,
        factors.edition_id,
        factors.factor_key,
        factors.wtw_factor_value,
        factors.ttw_factor_value,
        factors.biogenic_factor_value,
        factors.unit as factor_unit,
        factors.factor_status,
        factors.split_status,
        factors.split_edition_id
    from activities
    inner join power_parts
        on activities.activity_id = power_parts.activity_id
    inner join edition_choices
        on activities.reporting_year = edition_choices.reporting_year
        and activities.activity_type = edition_choices.activity_type
    inner join factors
        on edition_choices.edition_id = factors.edition_id
    inner join grid_mix
        on factors.factor_key = grid_mix.factor_key
    where
        factors.wtw_factor_value is not null
        and factors.unit = activities.unit
),

components as (
    {{ factor_components('matched') }}
),

location_based as (
    select
        activity_id || '|' || component as emission_id,
        activity_id,
        component,
        extract_name,
        line_id,
        occurrence,
        source_file,
        entity_id,
        location_id,
        project_id,
        person_key,
        activity_type,
        activity_category,
        reporting_year,
        month,
        period_start,
        period_end,
        edition_id as factor_edition_id,
        factor_key as factor_id,
        factor_value,
        wtw_factor_value,
        'kg CO2e per ' || factor_unit as factor_unit,
        factor_status,
        split_status,
        split_edition_id,
        quantity,
        unit,
        kg_co2e,
        estimation_method,
        is_estimated,
        data_quality_score
    from components
)

select * from location_based
