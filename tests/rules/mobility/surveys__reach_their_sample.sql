with

coverage as (
    select * from {{ ref('int_wpm_commuting_coverage') }}
    where surveyed_employees > 0
),

headcounts as (
    select * from {{ ref('int_wpm_headcounts') }}
),

company_years as (
    select * from {{ ref('int_company_years') }}
),

-- ceil(2401 / (1 + 2400 / N)) by whole numbers, as rpt_wpm_size has it.
samples as (
    select
        coverage.kvk_number,
        coverage.reporting_year,
        coverage.surveyed_employees,
        {{ integer_divide('2401 * headcounts.employees + headcounts.employees + 2399', 'headcounts.employees + 2400') }} as sample_size
    from coverage
    inner join headcounts
        on coverage.kvk_number = headcounts.kvk_number
        and coverage.reporting_year = headcounts.reporting_year
    inner join company_years
        on coverage.reporting_year = company_years.reporting_year
    where headcounts.employees > 0
)

-- How many answered stays in audit: it may be one to four.
select
    {{ finding(
        key=['kvk_number', 'reporting_year'],
        message=say([
            "'KVK number '", 'kvk_number', "', '", 'reporting_year', "': fewer employees answered the survey than its sample of '", 'sample_size'
        ]),
        given=['reporting_year']
    ) }}
from samples
where surveyed_employees < sample_size
