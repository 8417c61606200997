with

vehicles as (
    select * from {{ ref('stg_vehicles') }}
),

numbered as (
    select
        vehicles.*,
        row_number() over (partition by vehicles.vehicle_id order by vehicles.valid_from desc nulls last, vehicles.energy) as vehicle_rank
    from vehicles
),

latest as (
    select
        vehicle_id,
        entity_id,
        kind,
        energy,
        ownership,
        service_use,
        is_assigned,
        valid_from,
        valid_to
    from numbered
    where vehicle_rank = 1
)

select * from latest
