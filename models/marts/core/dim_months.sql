with

months as (
    select * from {{ ref('stg_months') }}
),

described as (
    select
        month_start as month,
        month_end,
        calendar_year,
        case when extract(month from month_start) <= 6 then 1 else 2 end as half_year,
        days_in_month
    from months
)

select * from described
