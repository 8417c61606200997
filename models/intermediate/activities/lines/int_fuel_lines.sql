{{ config(materialized=read_once()) }}
with

fuel_transactions as (
    select * from {{ ref('stg_fuel_transactions') }}
),

vehicles as (
    select * from {{ ref('stg_vehicles_in_time') }}
),

lines as (
    select
        fuel_transactions.extract_name,
        fuel_transactions.line_id,
        fuel_transactions.occurrence,
        fuel_transactions.delivery_id,
        fuel_transactions.source_file,
        fuel_transactions.source_row,
        fuel_transactions.source_document,
        coalesce(fuel_transactions.entity_id, vehicles.entity_id) as entity_id,
        cast(null as {{ dbt.type_string() }}) as location_id,
        fuel_transactions.project_id,
        cast(null as {{ dbt.type_string() }}) as supplier_id,
        fuel_transactions.vehicle_id,
        cast(null as {{ dbt.type_string() }}) as meter_id,
        cast(null as {{ dbt.type_string() }}) as charge_point_id,
        -- Only a vehicle that the mapping calls shared points at nobody.
        case
            when coalesce(vehicles.is_assigned, true)
                then coalesce(fuel_transactions.vehicle_id, fuel_transactions.card_id, 'unknown')
        end as person_key,
        fuel_transactions.activity_type,
        fuel_transactions.transacted_at_date as period_start,
        fuel_transactions.transacted_at_date as period_end,
        fuel_transactions.quantity as source_quantity,
        fuel_transactions.unit as source_unit,
        fuel_transactions.unit_multiplier,
        cast(1 as integer) as count_multiplier,
        fuel_transactions.activity_quantity as quantity,
        fuel_transactions.activity_unit as unit,
        'invoiced' as quantity_basis,
        cast(null as {{ dbt.type_string() }}) as estimation_method,
        cast(null as {{ dbt.type_string() }}) as credits_line_id,
        cast(null as {{ dbt.type_string() }}) as direction,
        fuel_transactions.amount_eur
    from fuel_transactions
    left join vehicles
        on fuel_transactions.vehicle_id = vehicles.vehicle_id
        and coalesce(fuel_transactions.transacted_at_date, cast('9999-12-31' as date)) between vehicles.effective_from and vehicles.effective_to
)

select * from lines
