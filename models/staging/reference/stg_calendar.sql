with

days as (
    {{ dbt.date_spine('day', "cast('2000-01-01' as date)", "cast('2051-01-01' as date)") }}
),

typed as (
    select cast(date_day as date) as date_day
    from days
),

calendar as (
    select
        date_day,
        cast(date_day as {{ dbt.type_string() }}) as date_text,
        cast({{ dbt.date_trunc('month', 'date_day') }} as date) as month_start,
        cast(extract(year from date_day) as integer) as calendar_year
    from typed
)

select * from calendar
