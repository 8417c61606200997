-- Nothing waits for this test: it also looks at a table on which no model rests, so that an error skips no model.
-- depends_on: {{ ref('fct_findings') }}
with

counted as (
    select
        reporting_year,
        cast(sum(kg_co2e) as decimal(27, 6)) as kg_co2e
    from {{ ref('fct_emissions') }}
    where activity_category = 'hired_travel'
    group by reporting_year
),

replaced as (
    select
        reporting_year,
        cast(sum(travel_eur) as decimal(19, 6)) as travel_eur
    from {{ ref('fct_spend_emissions') }}
    where travel_eur <> 0
    group by reporting_year
),

unequal as (
    select
        coalesce(counted.reporting_year, replaced.reporting_year) as reporting_year,
        counted.kg_co2e,
        replaced.travel_eur
    from counted
    full outer join replaced
        on counted.reporting_year = replaced.reporting_year
    where
        counted.reporting_year is null
        or replaced.reporting_year is null
)

select
    {{ finding(
        key=['reporting_year'],
        message=say(["'in '", 'reporting_year', "' travel of subcontractors counts '", 'kg_co2e', "' kg, and '", 'travel_eur', "' euro of spend gave way to it'"]),
        given=['reporting_year']
    ) }}
from unequal
