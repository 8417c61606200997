with

employer_years as (
    select * from {{ ref('int_wpm_employer_years') }}
    where jaargang is not null
),

company_years as (
    select * from {{ ref('int_company_years') }}
),

mixed_years as (
    select
        employer_years.reporting_year,
        min(employer_years.boundary || ' ' || employer_years.gas_basis) as one_basis,
        max(employer_years.boundary || ' ' || employer_years.gas_basis) as other_basis
    from employer_years
    inner join company_years
        on employer_years.reporting_year = company_years.reporting_year
    group by employer_years.reporting_year
    having min(employer_years.boundary || ' ' || employer_years.gas_basis) <> max(employer_years.boundary || ' ' || employer_years.gas_basis)
)

select
    {{ finding(
        key=['reporting_year'],
        message=say([
            'reporting_year', "': some KVK numbers have key figures in '", 'one_basis', "', others in '", 'other_basis',
            "'; they have no total, index or bridge together'"
        ]),
        given=['reporting_year']
    ) }}
from mixed_years
