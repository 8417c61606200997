with

roots as (
    select * from {{ ref('int_meter_roots') }}
    where
        root_meter_id = meter_id
        and carrier = 'electricity'
        and role in ('main', 'sub')
),

months as (
    select * from {{ ref('int_activity_months') }}
),

mapped_meters as (
    select distinct meter_id
    from {{ ref('int_meter_roots') }}
),

-- Import that names no meter, or none that is mapped, cannot be told apart by meter.
locations_without_meter as (
    select distinct
        months.location_id,
        months.month_start
    from months
    left join mapped_meters
        on months.meter_id = mapped_meters.meter_id
    where
        months.activity_type = 'electricity'
        and months.unreadable_reason is null
        and months.out_of_scope_reason is null
        and months.occurrence = 1
        and months.location_id is not null
        and mapped_meters.meter_id is null
),

-- The first own electricity meter of a location and month, which balances lines that name a location only. Where there
-- are such lines all own meters of the location are balanced together, else charging behind another of them would count twice.
balance_meters as (
    select
        roots.location_id,
        roots.month_start,
        min(roots.meter_id) as meter_id,
        max(case when locations_without_meter.location_id is not null then 1 else 0 end) = 1 as is_pooled
    from roots
    left join locations_without_meter
        on roots.location_id = locations_without_meter.location_id
        and roots.month_start = locations_without_meter.month_start
    group by
        roots.location_id,
        roots.month_start
)

select * from balance_meters
