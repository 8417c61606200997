with

employer_years as (
    select * from {{ ref('int_wpm_employer_years') }}
),

headcounts as (
    select * from {{ ref('int_wpm_headcounts') }}
),

thresholds as (
    select min(extract(year from valid_from)) as first_year from {{ ref('stg_wpm_thresholds') }}
    where status = 'in_force'
),

company_years as (
    select * from {{ ref('int_company_years') }}
)

select
    {{ finding(
        key=['employer_years.kvk_number', 'employer_years.reporting_year'],
        message=say([
            "'KVK number '", 'employer_years.kvk_number', "': travel in '", 'employer_years.reporting_year',
            "', and no headcount on 1 January: it is not known whether it must report'"
        ]),
        reporting_year='employer_years.reporting_year'
    ) }}
from employer_years
inner join company_years
    on employer_years.reporting_year = company_years.reporting_year
inner join thresholds
    on employer_years.reporting_year >= thresholds.first_year
left join headcounts
    on employer_years.kvk_number = headcounts.kvk_number
    and employer_years.reporting_year = headcounts.reporting_year
-- Travel of an entity that is not known is told by the rules on entities.
where
    headcounts.employees is null
    and employer_years.kvk_number <> 'unknown'
