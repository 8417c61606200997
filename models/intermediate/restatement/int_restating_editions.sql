with

company_years as (
    select * from {{ ref('int_company_years') }}
),

last_year as (
    select max(reporting_year) as reporting_year
    from company_years
),

editions as (
    select editions.*
    from {{ ref('stg_editions') }} as editions
    inner join last_year
        on editions.edition_year <= last_year.reporting_year
    where
        editions.factor_list = 'co2emissiefactoren_nl'
        and editions.recalculates_history = 'yes'
),

-- The latest edition in use that says that it restates what came before it. One that says no, or does not say, leaves it.
ranked as (
    select
        company_years.reporting_year,
        editions.edition_id,
        editions.edition_year,
        row_number() over (
            partition by company_years.reporting_year
            order by editions.edition_year desc, editions.revision desc, editions.edition_id
        ) as edition_rank
    from company_years
    inner join editions
        on company_years.reporting_year < editions.edition_year
),

restating_editions as (
    select
        reporting_year,
        edition_id,
        edition_year
    from ranked
    where edition_rank = 1
)

select * from restating_editions
