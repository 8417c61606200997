with

locations as (
    select * from {{ ref('stg_locations') }}
),

numbered as (
    select
        location_id,
        entity_id,
        name as location_name,
        kind as location_kind,
        floor_area_m2,
        building_area_m2,
        has_own_electricity_meter,
        has_own_gas_meter,
        meter_owner,
        valid_from,
        valid_to,
        row_number() over (partition by location_id order by valid_from desc nulls last, name) as location_rank
    from locations
    where location_id is not null
),

latest as (
    select
        location_id,
        entity_id,
        location_name,
        location_kind,
        floor_area_m2,
        building_area_m2,
        has_own_electricity_meter,
        has_own_gas_meter,
        meter_owner,
        valid_from,
        valid_to
    from numbered
    where location_rank = 1
)

select * from latest
