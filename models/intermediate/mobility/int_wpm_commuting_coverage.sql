with

line_years as (
    select * from {{ ref('int_wpm_line_years') }}
    where
        extract_name = 'commuting'
        and coalesce(exclusion_reason, '') <> 'unreadable'
        and reporting_year is not null
),

months as (
    select * from {{ ref('stg_months') }}
),

new_years_days as (
    select
        calendar_year as reporting_year,
        min(month_start) as new_years_day
    from months
    group by calendar_year
),

-- Employees without a key are of unknown number and count as nobody.
described as (
    select
        line_years.kvk_number,
        line_years.reporting_year,
        nullif(line_years.person_key, 'unknown') as employee_key,
        line_years.quantity_basis = 'survey' as is_surveyed,
        line_years.period_start <= new_years_days.new_years_day as covers_new_years_day
    from line_years
    inner join new_years_days
        on line_years.reporting_year = new_years_days.reporting_year
),

-- The kilometres of all employees count, also of those who joined later. The rule of 80% compares with the headcount of
-- 1 January, so it takes those of whom a line covers that day.
coverage as (
    select
        kvk_number,
        reporting_year,
        cast(count(distinct employee_key) as integer) as employees_with_commuting,
        cast(count(distinct case when covers_new_years_day then employee_key end) as integer) as covered_employees,
        cast(count(distinct case when is_surveyed then employee_key end) as integer) as surveyed_employees
    from described
    group by
        kvk_number,
        reporting_year
)

select * from coverage
