with

headcounts as (
    select * from {{ ref('int_wpm_headcounts') }}
),

thresholds as (
    select * from {{ ref('stg_wpm_thresholds') }}
),

company_years as (
    select * from {{ ref('int_company_years') }}
),

in_force as (
    select
        company_years.reporting_year,
        min(thresholds.employees) as employees
    from company_years
    inner join thresholds
        on company_years.reporting_year >= extract(year from thresholds.valid_from)
        and (thresholds.valid_to is null or company_years.reporting_year < extract(year from thresholds.valid_to))
        and thresholds.status = 'in_force'
    group by company_years.reporting_year
),

proposed as (
    select max(employees) as employees from thresholds
    where status = 'proposed'
)

select
    {{ finding(
        key=['headcounts.kvk_number', 'headcounts.reporting_year'],
        message=say([
            "'KVK number '", 'headcounts.kvk_number', "', '", 'headcounts.reporting_year', "': '", 'headcounts.employees',
            "' employees reach the threshold in force ('", 'in_force.employees', "') and not the proposed one ('", 'proposed.employees',
            "'): the report is owed'"
        ]),
        reporting_year='headcounts.reporting_year'
    ) }}
from headcounts
inner join in_force
    on headcounts.reporting_year = in_force.reporting_year
cross join proposed
where
    headcounts.employees >= in_force.employees
    and headcounts.employees < proposed.employees
