-- Nothing waits for this test: it also looks at a table on which no model rests, so that an error skips no model.
-- depends_on: {{ ref('fct_findings') }}
with

footprint as (
    select * from {{ ref('rpt_footprint') }}
),

emissions as (
    select * from {{ ref('fct_emissions') }}
),

company_years as (
    select * from {{ ref('int_company_years') }}
),

frames as (
    select * from {{ ref('frames') }}
),

frame_totals as (
    select
        frame,
        reporting_year,
        sum(t_co2e) as t_co2e
    from footprint
    group by
        frame,
        reporting_year
),

row_totals as (
    select
        emissions.reporting_year,
        {{ to_tonnes('sum(emissions.kg_co2e)') }} as t_co2e
    from emissions
    inner join company_years
        on emissions.reporting_year = company_years.reporting_year
    group by emissions.reporting_year
),

expected as (
    select
        frames.frame,
        row_totals.reporting_year,
        row_totals.t_co2e
    from frames
    cross join row_totals
),

unequal as (
    select
        expected.frame,
        expected.reporting_year,
        expected.t_co2e as rows_t_co2e,
        frame_totals.t_co2e as frame_t_co2e
    from expected
    left join frame_totals
        on expected.frame = frame_totals.frame
        and expected.reporting_year = frame_totals.reporting_year
    where
        frame_totals.t_co2e is null
        or frame_totals.t_co2e <> expected.t_co2e
)

select
    {{ finding(
        key=['frame', 'reporting_year'],
        message=say(['frame', "' gives '", 'frame_t_co2e', "' t for '", 'reporting_year', "', and the emission rows '", 'rows_t_co2e', "' t'"]),
        given=['reporting_year']
    ) }}
from unequal
