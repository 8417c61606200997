with

boundary_months as (
    select * from {{ ref('int_boundary_months') }}
),

last_month as (
    select max(month_start) as month_start
    from boundary_months
),

-- The boundary that the years are compared by: that of the last day of the last reporting year.
target_entities as (
    select
        boundary_months.entity_id,
        boundary_months.is_inside_at_end as is_inside
    from boundary_months
    inner join last_month
        on boundary_months.month_start = last_month.month_start
)

select * from target_entities
