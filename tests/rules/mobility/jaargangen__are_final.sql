with

employer_years as (
    select * from {{ ref('int_wpm_employer_years') }}
),

company_years as (
    select * from {{ ref('int_company_years') }}
)

select
    {{ finding(
        key=['employer_years.kvk_number', 'employer_years.reporting_year'],
        message=say([
            "'KVK number '", 'employer_years.kvk_number', "', '", 'employer_years.reporting_year', "': the key figures of jaargang '",
            'employer_years.jaargang', "' are '", 'employer_years.jaargang_status'
        ]),
        reporting_year='employer_years.reporting_year'
    ) }}
from employer_years
inner join company_years
    on employer_years.reporting_year = company_years.reporting_year
where employer_years.jaargang_status <> 'official'
