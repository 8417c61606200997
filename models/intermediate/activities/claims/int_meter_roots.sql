with

meters as (
    select * from {{ ref('stg_meters_in_time') }}
),

months as (
    select distinct month_start
    from {{ ref('int_activity_months') }}
    where month_start is not null
),

-- Every meter as it is on the first day of each month with lines.
monthly as (
    select
        months.month_start,
        meters.meter_id,
        meters.location_id,
        meters.carrier,
        meters.role,
        meters.parent_meter_id,
        meters.owner
    from months
    inner join meters
        on months.month_start between meters.effective_from and meters.effective_to
),

-- The own meter whose kWh hold those of this meter: itself, or up to two own meters before it.
roots as (
    select
        monthly.meter_id,
        monthly.month_start,
        monthly.location_id,
        monthly.carrier,
        monthly.role,
        case
            when monthly.owner = 'own' and parents.owner = 'own' and grandparents.owner = 'own' then grandparents.meter_id
            when monthly.owner = 'own' and parents.owner = 'own' then parents.meter_id
            when monthly.owner = 'own' then monthly.meter_id
        end as root_meter_id
    from monthly
    left join monthly as parents
        on monthly.parent_meter_id = parents.meter_id
        and monthly.month_start = parents.month_start
    left join monthly as grandparents
        on parents.parent_meter_id = grandparents.meter_id
        and parents.month_start = grandparents.month_start
)

select * from roots
