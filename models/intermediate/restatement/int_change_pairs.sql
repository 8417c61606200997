with

company_years as (
    select * from {{ ref('int_company_years') }}
),

base_years as (
    select * from {{ ref('stg_base_years') }}
),

publications as (
    select * from {{ ref('int_publications') }}
),

-- Version 'current' is what is computed today.
pairs as (
    select
        'year' as pair_kind,
        company_years.reporting_year - 1 as start_year,
        company_years.reporting_year,
        'current' as start_version,
        'current' as end_version
    from company_years
    inner join company_years as earlier
        on company_years.reporting_year - 1 = earlier.reporting_year
    union all
    select distinct
        'base' as pair_kind,
        base_years.base_year as start_year,
        company_years.reporting_year,
        'current' as start_version,
        'current' as end_version
    from base_years
    inner join company_years
        on base_years.base_year < company_years.reporting_year
    inner join company_years as earlier
        on base_years.base_year = earlier.reporting_year
    union all
    -- Each version and the next; the latest and today. Also of a year that the company reports no more: it was published.
    select
        'restatement' as pair_kind,
        publications.reporting_year as start_year,
        publications.reporting_year,
        publications.version as start_version,
        coalesce(publications.next_version, 'current') as end_version
    from publications
),

keyed as (
    select
        pair_kind || '|' || cast(reporting_year as {{ dbt.type_string() }})
        || '|' || cast(start_year as {{ dbt.type_string() }}) || '|' || start_version as pair_id,
        pair_kind,
        start_year,
        reporting_year,
        start_version,
        end_version
    from pairs
)

select * from keyed
