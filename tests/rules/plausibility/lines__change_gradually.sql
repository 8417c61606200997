with

footprint as (
    select * from {{ ref('rpt_footprint') }}
    where frame = 'ladder'
),

line_years as (
    select
        line,
        reporting_year,
        sum(t_co2e) as t_co2e
    from footprint
    group by
        line,
        reporting_year
),

year_totals as (
    select
        reporting_year,
        sum(t_co2e) as total_t_co2e
    from footprint
    group by reporting_year
),

changes as (
    select
        line_years.line,
        line_years.reporting_year,
        line_years.t_co2e,
        earlier.t_co2e as earlier_t_co2e,
        year_totals.total_t_co2e
    from line_years
    inner join line_years as earlier
        on line_years.line = earlier.line
        and line_years.reporting_year - 1 = earlier.reporting_year
    inner join year_totals
        on line_years.reporting_year = year_totals.reporting_year
)

select
    {{ finding(
        key=['line', 'reporting_year'],
        message=say(["'line '", 'line', "' went from '", short('earlier_t_co2e'), "' to '", short('t_co2e'), "' t in '", 'reporting_year']),
        given=['reporting_year'],
        kg_co2e='abs(t_co2e - earlier_t_co2e) * 1000'
    ) }}
from changes
where
    abs(t_co2e - earlier_t_co2e) * 2 > abs(earlier_t_co2e)
    and abs(t_co2e - earlier_t_co2e) * 100 > abs(total_t_co2e)
