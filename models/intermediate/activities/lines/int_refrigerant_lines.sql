{{ config(materialized=read_once()) }}
with

refrigerant_services as (
    select * from {{ ref('int_refrigerant_losses') }}
),

lines as (
    select
        refrigerant_services.extract_name,
        refrigerant_services.line_id,
        refrigerant_services.occurrence,
        refrigerant_services.delivery_id,
        refrigerant_services.source_file,
        refrigerant_services.source_row,
        refrigerant_services.source_document,
        cast(null as {{ dbt.type_string() }}) as entity_id,
        refrigerant_services.location_id,
        cast(null as {{ dbt.type_string() }}) as project_id,
        cast(null as {{ dbt.type_string() }}) as supplier_id,
        cast(null as {{ dbt.type_string() }}) as vehicle_id,
        cast(null as {{ dbt.type_string() }}) as meter_id,
        cast(null as {{ dbt.type_string() }}) as charge_point_id,
        cast(null as {{ dbt.type_string() }}) as person_key,
        refrigerant_services.activity_type,
        refrigerant_services.period_start,
        refrigerant_services.period_end,
        refrigerant_services.source_quantity,
        refrigerant_services.unit as source_unit,
        refrigerant_services.unit_multiplier,
        cast(1 as integer) as count_multiplier,
        refrigerant_services.loss_quantity as quantity,
        refrigerant_services.activity_unit as unit,
        'invoiced' as quantity_basis,
        cast(null as {{ dbt.type_string() }}) as estimation_method,
        cast(null as {{ dbt.type_string() }}) as credits_line_id,
        cast(null as {{ dbt.type_string() }}) as direction,
        cast(null as decimal(19, 6)) as amount_eur
    from refrigerant_services
)

select * from lines
