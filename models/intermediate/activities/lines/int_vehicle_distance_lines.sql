{{ config(materialized=read_once()) }}
with

vehicle_distances as (
    select * from {{ ref('stg_vehicle_distances') }}
),

vehicles as (
    select * from {{ ref('stg_vehicles_in_time') }}
),

lines as (
    select
        vehicle_distances.extract_name,
        vehicle_distances.line_id,
        vehicle_distances.occurrence,
        vehicle_distances.delivery_id,
        vehicle_distances.source_file,
        vehicle_distances.source_row,
        vehicle_distances.source_document,
        vehicle_distances.vehicle_entity_id as entity_id,
        cast(null as {{ dbt.type_string() }}) as location_id,
        cast(null as {{ dbt.type_string() }}) as project_id,
        cast(null as {{ dbt.type_string() }}) as supplier_id,
        vehicle_distances.vehicle_id,
        cast(null as {{ dbt.type_string() }}) as meter_id,
        cast(null as {{ dbt.type_string() }}) as charge_point_id,
        -- Only a vehicle that the mapping calls shared points at nobody.
        case when coalesce(vehicles.is_assigned, true) then coalesce(vehicle_distances.vehicle_id, 'unknown') end as person_key,
        vehicle_distances.activity_type,
        vehicle_distances.period_start,
        vehicle_distances.period_end,
        vehicle_distances.distance as source_quantity,
        vehicle_distances.unit as source_unit,
        vehicle_distances.unit_multiplier,
        cast(1 as integer) as count_multiplier,
        vehicle_distances.activity_quantity as quantity,
        vehicle_distances.activity_unit as unit,
        coalesce(vehicle_distances.quantity_basis, 'statement') as quantity_basis,
        cast(null as {{ dbt.type_string() }}) as estimation_method,
        cast(null as {{ dbt.type_string() }}) as credits_line_id,
        cast(null as {{ dbt.type_string() }}) as direction,
        cast(null as decimal(19, 6)) as amount_eur
    from vehicle_distances
    left join vehicles
        on vehicle_distances.vehicle_id = vehicles.vehicle_id
        and coalesce(vehicle_distances.period_start, cast('9999-12-31' as date)) between vehicles.effective_from and vehicles.effective_to
)

select * from lines
