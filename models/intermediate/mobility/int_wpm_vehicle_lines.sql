with

lines as (
    select * from {{ ref('int_activity_lines') }}
    where
        extract_name = 'vehicle_distances'
        and occurrence = 1
),

vehicle_distances as (
    select * from {{ ref('stg_vehicle_distances') }}
    where occurrence = 1
),

vehicles as (
    select * from {{ ref('stg_vehicles_in_time') }}
),

-- The distance as delivered, private and commuting kilometres included: what is deducted stands in parts of its own.
vehicle_lines as (
    select
        lines.extract_name,
        lines.line_id,
        lines.delivery_id,
        lines.source_file,
        lines.source_row,
        lines.source_document,
        lines.entity_id,
        lines.vehicle_id,
        lines.person_key,
        cast(null as {{ dbt.type_string() }}) as channel,
        vehicles.kind as mode,
        cast(null as {{ dbt.type_string() }}) as fuel,
        lines.period_start,
        lines.period_end,
        lines.quantity as km,
        'vehicle' as distance_basis,
        cast(vehicle_distances.private_distance * vehicle_distances.unit_multiplier as decimal(19, 6)) as private_km,
        cast(null as decimal(19, 6)) as amount_eur,
        lines.quantity_basis,
        lines.unreadable_reason
    from lines
    inner join vehicle_distances
        on lines.line_id = vehicle_distances.line_id
    left join vehicles
        on lines.vehicle_id = vehicles.vehicle_id
        and coalesce(lines.period_start, cast('9999-12-31' as date)) between vehicles.effective_from and vehicles.effective_to
)

select * from vehicle_lines
