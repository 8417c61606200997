-- Nothing waits for this test: it also looks at a table on which no model rests, so that an error skips no model.
-- depends_on: {{ ref('fct_findings') }}
with

analysis as (
    select * from {{ ref('rpt_chain_analysis') }}
),

chain_years as (
    select * from {{ ref('int_chain_years') }}
),

population as (
    select
        reporting_year,
        count(*) as subcontractors,
        sum(amount_eur) as invoiced_eur
    from (
        select
            reporting_year,
            supplier_id,
            sum(amount_eur) as amount_eur
        from {{ ref('int_ledger_amounts') }}
        where is_invoiced_cost
        group by
            reporting_year,
            supplier_id
        having sum(amount_eur) > 0
    ) as invoices
    group by reporting_year
),

travel as (
    select
        {{ adapter.quote('year') }} as reporting_year,
        mode,
        sum(km) as km,
        sum(case when is_surveyed then km else 0 end) as surveyed_km,
        sum(kg_co2e) as kg_co2e
    from {{ ref('fct_subcontractor_travel') }}
    group by
        {{ adapter.quote('year') }},
        mode
),

travel_totals as (
    select
        reporting_year,
        'total' as mode,
        sum(km) as km,
        sum(surveyed_km) as surveyed_km,
        sum(kg_co2e) as kg_co2e
    from travel
    group by reporting_year
),

travelled as (
    select * from travel
    union all
    select * from travel_totals
),

wrong as (
    select
        chain_years.reporting_year,
        'population' as part,
        chain_years.invoiced_eur as told,
        population.invoiced_eur as made
    from chain_years
    left join population
        on chain_years.reporting_year = population.reporting_year
    where
        chain_years.surveyed_invoiced_eur + chain_years.extrapolated_invoiced_eur <> chain_years.invoiced_eur
        or chain_years.subcontractors_surveyed + chain_years.subcontractors_extrapolated <> chain_years.subcontractors_total
        or chain_years.subcontractors_total <> coalesce(population.subcontractors, 0)
        or chain_years.invoiced_eur <> coalesce(population.invoiced_eur, 0)
    union all
    select
        analysis.reporting_year,
        'km by ' || analysis.mode as part,
        analysis.km as told,
        travelled.km as made
    from analysis
    left join travelled
        on analysis.reporting_year = travelled.reporting_year
        and analysis.mode = travelled.mode
    where
        analysis.surveyed_km + analysis.extrapolated_km <> analysis.km
        or coalesce(travelled.km <> analysis.km, true)
        or travelled.surveyed_km <> analysis.surveyed_km
    union all
    select
        analysis.reporting_year,
        't by ' || analysis.mode as part,
        analysis.t_co2e as told,
        {{ to_tonnes('travelled.kg_co2e') }} as made
    from analysis
    left join travelled
        on analysis.reporting_year = travelled.reporting_year
        and analysis.mode = travelled.mode
    where
        analysis.surveyed_t_co2e + analysis.extrapolated_t_co2e <> analysis.t_co2e
        or coalesce({{ to_tonnes('travelled.kg_co2e') }}, 0) <> coalesce(analysis.t_co2e, 0)
)

select
    {{ finding(
        key=['reporting_year', 'part'],
        message=say(["'chain analysis of '", 'reporting_year', "', '", 'part', "': '", 'told', "' against '", 'made']),
        given=['reporting_year']
    ) }}
from wrong
