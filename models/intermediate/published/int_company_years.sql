with

company as (
    select * from {{ ref('stg_company') }}
),

months as (
    select distinct calendar_year from {{ ref('stg_months') }}
),

bounds as (
    select
        {{ read_integer('substr(reporting_years, 1, 4)') }} as first_year,
        {{ read_integer('substr(reporting_years, length(reporting_years) - 3, 4)') }} as last_year
    from company
    where reporting_years is not null
),

-- The reporting years of the company; lines of other years stay in audit.
company_years as (
    select distinct months.calendar_year as reporting_year
    from months
    inner join bounds
        on months.calendar_year >= bounds.first_year
        and months.calendar_year <= bounds.last_year
)

select * from company_years
