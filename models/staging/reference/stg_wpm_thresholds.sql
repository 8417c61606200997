with

thresholds as (
    select * from {{ ref('wpm_thresholds') }}
),

calendar as (
    select * from {{ ref('stg_calendar') }}
),

typed as (
    select
        thresholds.regime,
        first_days.date_day as valid_from,
        last_days.date_day as valid_to,
        {{ read_integer('thresholds.employees') }} as employees,
        {{ read_integer('thresholds.hours_per_month') }} as hours_per_month,
        thresholds.status
    from thresholds
    left join calendar as first_days
        on thresholds.valid_from = first_days.date_text
    left join calendar as last_days
        on thresholds.valid_to = last_days.date_text
)

select * from typed
