with

company_years as (
    select * from {{ ref('int_company_years') }}
),

removals as (
    select distinct reporting_year
    from {{ ref('stg_removals') }}
    where
        reporting_year is not null
        and t_co2e is not null
),

unstated as (
    select company_years.reporting_year
    from company_years
    left join removals
        on company_years.reporting_year = removals.reporting_year
    where removals.reporting_year is null
)

select
    {{ finding(
        key=['reporting_year'],
        message=say(["'no statement on removals for '", 'reporting_year']),
        given=['reporting_year'],
        extract_name="'removals'"
    ) }}
from unstated
