with

entities as (
    select * from {{ ref('stg_entities_in_time') }}
),

months as (
    select * from {{ ref('stg_months') }}
),

company_years as (
    select * from {{ ref('int_company_years') }}
),

-- The first and last day inside of each row of the mapping, within the month; a row that is no period has no days.
periods as (
    select
        entities.entity_id,
        months.calendar_year as reporting_year,
        months.month_start,
        months.month_end,
        months.days_in_month,
        case
            when coalesce(entities.is_in_boundary, true)
                then greatest(entities.effective_from, coalesce(entities.valid_from, entities.effective_from), months.month_start)
        end as first_day,
        least(entities.effective_to, coalesce(entities.valid_to, entities.effective_to), months.month_end) as last_day
    from entities
    cross join months
    inner join company_years
        on months.calendar_year = company_years.reporting_year
),

boundary_months as (
    select
        entity_id,
        reporting_year,
        month_start,
        max(days_in_month) as days_in_month,
        cast(coalesce(sum(
            case when first_day <= last_day then {{ dbt.datediff('first_day', 'last_day', 'day') }} + 1 else 0 end
        ), 0) as integer) as boundary_days,
        -- Whether the entity is inside on the last day of the month: on 31 December, the boundary of the year's end.
        coalesce(max(case when first_day <= last_day and last_day = month_end then 1 else 0 end), 0) = 1 as is_inside_at_end
    from periods
    group by
        entity_id,
        reporting_year,
        month_start
)

select * from boundary_months
