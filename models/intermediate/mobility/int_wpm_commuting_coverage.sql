with

line_years as (
    select * from {{ ref('int_wpm_line_years') }}
    where
        extract_name = 'commuting'
        and coalesce(exclusion_reason, '') <> 'unreadable'
        and reporting_year is not null
),

-- Employees without a key are of unknown number and count as nobody.
coverage as (
    select
        kvk_number,
        reporting_year,
        cast(count(distinct case when person_key <> 'unknown' then person_key end) as integer) as employees_with_commuting,
        cast(count(distinct case when person_key <> 'unknown' and quantity_basis = 'survey' then person_key end) as integer) as surveyed_employees
    from line_years
    group by
        kvk_number,
        reporting_year
)

select * from coverage
