with

calendar as (
    select * from {{ ref('stg_calendar') }}
),

months as (
    select
        month_start,
        max(date_day) as month_end,
        min(calendar_year) as calendar_year,
        cast(count(*) as integer) as days_in_month
    from calendar
    group by month_start
)

select * from months
