with

surveyed_travel as (
    select * from {{ ref('int_chain_surveyed_travel') }}
),

weights as (
    select * from {{ ref('int_chain_weights') }}
),

factors as (
    select * from {{ ref('int_chain_factors') }}
),

surveyed as (
    select
        reporting_year,
        mode,
        activity_type,
        cast(sum(km) as decimal(19, 6)) as surveyed_km,
        cast(sum(kg_co2e) as decimal(18, 6)) as surveyed_kg_co2e,
        cast(sum(primary_kg_co2e) as decimal(18, 6)) as primary_kg_co2e
    from surveyed_travel
    group by
        reporting_year,
        mode,
        activity_type
),

-- Ratio estimation: what was not surveyed travels as much per euro invoiced as what was.
expanded as (
    select
        surveyed.*,
        {{ scale_amount('surveyed.surveyed_km', 'weights.invoiced_eur', 'weights.surveyed_invoiced_eur') }} as km
    from surveyed
    inner join weights
        on surveyed.reporting_year = weights.reporting_year
),

-- kg of the surveyed and of the rest are each km times factor, and the total is their sum: so the rows of the
-- subcontractors make the total to the last millionth.
with_kg as (
    select
        expanded.reporting_year,
        expanded.mode,
        expanded.activity_type,
        factors.factor_edition_id,
        factors.factor_id,
        factors.factor_value,
        factors.factor_status,
        expanded.surveyed_km,
        cast(expanded.km - expanded.surveyed_km as decimal(19, 6)) as extrapolated_km,
        expanded.km,
        expanded.primary_kg_co2e,
        expanded.surveyed_kg_co2e,
        {{ to_kg('expanded.km - expanded.surveyed_km', 'factors.factor_value') }} as extrapolated_kg_co2e
    from expanded
    inner join factors
        on expanded.reporting_year = factors.reporting_year
        and expanded.activity_type = factors.activity_type
),

chain_modes as (
    select
        with_kg.*,
        cast(surveyed_kg_co2e + extrapolated_kg_co2e as decimal(18, 6)) as kg_co2e
    from with_kg
)

select * from chain_modes
