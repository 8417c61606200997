with

headcounts as (
    select * from {{ ref('int_wpm_headcounts') }}
),

coverage as (
    select * from {{ ref('int_wpm_commuting_coverage') }}
),

thresholds as (
    select * from {{ ref('stg_wpm_thresholds') }}
    where status = 'in_force'
),

company_years as (
    select * from {{ ref('int_company_years') }}
),

obliged as (
    select distinct
        headcounts.kvk_number,
        headcounts.reporting_year,
        headcounts.employees,
        coalesce(coverage.covered_employees, 0) as covered_employees
    from headcounts
    inner join company_years
        on headcounts.reporting_year = company_years.reporting_year
    inner join thresholds
        on headcounts.reporting_year >= extract(year from thresholds.valid_from)
        and (thresholds.valid_to is null or headcounts.reporting_year < extract(year from thresholds.valid_to))
        and headcounts.employees >= thresholds.employees
    left join coverage
        on headcounts.kvk_number = coverage.kvk_number
        and headcounts.reporting_year = coverage.reporting_year
)

select
    {{ finding(
        key=['kvk_number', 'reporting_year'],
        message=say([
            "'KVK number '", 'kvk_number', "', '", 'reporting_year', "': of '", 'employees', "' employees '",
            "case when covered_employees = 0 then 'nobody has' else 'fewer than 80% have' end", "' a commuting line of 1 January'"
        ]),
        given=['reporting_year']
    ) }}
from obliged
where covered_employees * 100 < employees * 80
