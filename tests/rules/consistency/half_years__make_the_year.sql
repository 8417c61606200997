-- Nothing waits for this test: it also looks at a table on which no model rests, so that an error skips no model.
-- depends_on: {{ ref('fct_findings') }}
with

half_years as (
    select
        frame,
        line,
        reporting_year,
        sum(t_co2e) as t_co2e
    from {{ ref('rpt_footprint_halfyear') }}
    group by
        frame,
        line,
        reporting_year
),

years as (
    select
        frame,
        line,
        reporting_year,
        sum(t_co2e) as t_co2e
    from {{ ref('rpt_footprint') }}
    group by
        frame,
        line,
        reporting_year
),

unequal as (
    select
        coalesce(years.frame, half_years.frame) as frame,
        coalesce(years.line, half_years.line) as line,
        coalesce(years.reporting_year, half_years.reporting_year) as reporting_year,
        years.t_co2e as year_t_co2e,
        half_years.t_co2e as halves_t_co2e
    from years
    full outer join half_years
        on years.frame = half_years.frame
        and years.line = half_years.line
        and years.reporting_year = half_years.reporting_year
    where coalesce(years.t_co2e, 0) <> coalesce(half_years.t_co2e, 0)
)

select
    {{ finding(
        key=['frame', 'line', 'reporting_year'],
        message=say(["'line '", 'line', "' of '", 'frame', "' is '", 'year_t_co2e', "' t in '", 'reporting_year', "', its half-years make '", 'halves_t_co2e', "' t'"]),
        given=['reporting_year']
    ) }}
from unequal
