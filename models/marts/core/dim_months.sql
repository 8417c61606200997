with

months as (
    select * from {{ ref('stg_months') }}
),

described as (
    select
        month_start as month,
        month_end,
        calendar_year,
        {{ half_year('month_start') }} as half_year,
        days_in_month
    from months
)

select * from described
