with

lines as (
    {{ numbered_lines('vehicle_distances') }}
),

vehicles as (
    select * from {{ ref('stg_vehicles_in_time') }}
),

vehicle_km_types as (
    select * from {{ ref('vehicle_km_types') }}
),

with_activity_type as (
    select
        lines.*,
        vehicles.entity_id as vehicle_entity_id,
        vehicle_km_types.activity_type
    from lines
    left join vehicles
        on lines.vehicle_id = vehicles.vehicle_id
        and coalesce(lines.period_start, cast('9999-12-31' as date)) between vehicles.effective_from and vehicles.effective_to
    left join vehicle_km_types
        on vehicles.energy = vehicle_km_types.vehicle_energy
        and case when vehicles.ownership = 'private' then 'true' else 'false' end = vehicle_km_types.is_private
),

normalised as (
    {{ normalise_quantity('with_activity_type', 'distance') }}
)

select * from normalised
