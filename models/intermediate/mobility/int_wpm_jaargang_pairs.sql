with

employer_years as (
    select * from {{ ref('int_wpm_employer_years') }}
),

-- The year before is the last one with a jaargang: over a year without one no change can be told.
with_previous as (
    select
        employer_years.*,
        lag(reporting_year) over (partition by kvk_number order by reporting_year) as previous_year,
        lag(jaargang) over (partition by kvk_number order by reporting_year) as previous_jaargang
    from employer_years
    where jaargang is not null
),

-- Each year with its own key figures, and again with those of the year before.
pairs as (
    select
        kvk_number,
        reporting_year,
        'own' as kentallen_of,
        jaargang
    from with_previous
    union all
    select
        kvk_number,
        reporting_year,
        'previous' as kentallen_of,
        previous_jaargang as jaargang
    from with_previous
    where previous_jaargang is not null
)

select * from pairs
