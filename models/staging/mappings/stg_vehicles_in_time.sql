with

vehicles as (
    select * from {{ ref('stg_vehicles') }}
),

periods as (
    {{ in_time('vehicles', 'vehicle_id') }}
),

in_time as (
    select
        vehicle_id,
        entity_id,
        kind,
        energy,
        ownership,
        service_use,
        is_assigned,
        effective_from,
        effective_to
    from periods
)

select * from in_time
