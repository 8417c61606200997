with

headcounts as (
    select * from {{ ref('int_wpm_headcounts') }}
),

coverage as (
    select * from {{ ref('int_wpm_commuting_coverage') }}
),

company_years as (
    select * from {{ ref('int_company_years') }}
),

-- By how many is not said: it may be one to four persons.
exceeded as (
    select
        headcounts.kvk_number,
        headcounts.reporting_year
    from headcounts
    inner join company_years
        on headcounts.reporting_year = company_years.reporting_year
    inner join coverage
        on headcounts.kvk_number = coverage.kvk_number
        and headcounts.reporting_year = coverage.reporting_year
    where coverage.covered_employees > headcounts.employees
)

select
    {{ finding(
        key=['kvk_number', 'reporting_year'],
        message=say([
            "'KVK number '", 'kvk_number', "', '", 'reporting_year', "': more employees commute on 1 January than the headcount of that day holds'"
        ]),
        given=['reporting_year']
    ) }}
from exceeded
