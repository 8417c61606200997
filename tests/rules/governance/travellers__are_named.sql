with

lines as (
    select * from {{ ref('int_activity_lines') }}
    where
        person_key = 'unknown'
        and occurrence = 1
        and unreadable_reason is null
),

company_years as (
    select * from {{ ref('int_company_years') }}
),

nameless as (
    select
        lines.extract_name,
        company_years.reporting_year,
        count(*) as line_count
    from lines
    inner join company_years
        on extract(year from lines.period_start) = company_years.reporting_year
    group by
        lines.extract_name,
        company_years.reporting_year
)

select
    {{ finding(
        key=['extract_name', 'reporting_year'],
        message=say(['line_count', "' lines of '", 'extract_name', "' in '", 'reporting_year', "' name nobody, and count together as one unknown person'"]),
        given=['extract_name', 'reporting_year']
    ) }}
from nameless
