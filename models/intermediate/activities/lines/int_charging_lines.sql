{{ config(materialized=read_once()) }}
with

charging_sessions as (
    select * from {{ ref('stg_charging_sessions') }}
),

vehicles as (
    select * from {{ ref('stg_vehicles_in_time') }}
),

charge_points as (
    select * from {{ ref('stg_charge_points_unique') }}
),

lines as (
    select
        charging_sessions.extract_name,
        charging_sessions.line_id,
        charging_sessions.occurrence,
        charging_sessions.delivery_id,
        charging_sessions.source_file,
        charging_sessions.source_row,
        charging_sessions.source_document,
        coalesce(charging_sessions.entity_id, vehicles.entity_id) as entity_id,
        case when charging_sessions.activity_type = 'ev_charging_own' then charge_points.location_id end as location_id,
        charging_sessions.project_id,
        cast(null as {{ dbt.type_string() }}) as supplier_id,
        charging_sessions.vehicle_id,
        cast(null as {{ dbt.type_string() }}) as meter_id,
        charging_sessions.charge_point_id,
        -- Only a vehicle that the mapping calls shared points at nobody; charging at home always points at somebody.
        case
            when coalesce(vehicles.is_assigned, true) or charging_sessions.activity_type = 'ev_charging_home'
                then coalesce(charging_sessions.vehicle_id, charging_sessions.card_id, 'unknown')
        end as person_key,
        charging_sessions.activity_type,
        charging_sessions.started_at_date as period_start,
        charging_sessions.started_at_date as period_end,
        charging_sessions.energy as source_quantity,
        charging_sessions.unit as source_unit,
        charging_sessions.unit_multiplier,
        cast(1 as integer) as count_multiplier,
        charging_sessions.activity_quantity as quantity,
        charging_sessions.activity_unit as unit,
        case when charging_sessions.activity_type = 'ev_charging_own' then 'measured' else 'invoiced' end as quantity_basis,
        cast(null as {{ dbt.type_string() }}) as estimation_method,
        cast(null as {{ dbt.type_string() }}) as credits_line_id,
        cast(null as {{ dbt.type_string() }}) as direction,
        charging_sessions.amount_eur
    from charging_sessions
    left join vehicles
        on charging_sessions.vehicle_id = vehicles.vehicle_id
        and coalesce(charging_sessions.started_at_date, cast('9999-12-31' as date)) between vehicles.effective_from and vehicles.effective_to
    left join charge_points
        on charging_sessions.charge_point_id = charge_points.charge_point_id
)

select * from lines
