{{ config(materialized=read_once()) }}
with

waste_collections as (
    select * from {{ ref('stg_waste_collections') }}
),

lines as (
    select
        waste_collections.extract_name,
        waste_collections.line_id,
        waste_collections.occurrence,
        waste_collections.delivery_id,
        waste_collections.source_file,
        waste_collections.source_row,
        waste_collections.source_document,
        cast(null as {{ dbt.type_string() }}) as entity_id,
        waste_collections.location_id,
        waste_collections.project_id,
        cast(null as {{ dbt.type_string() }}) as supplier_id,
        cast(null as {{ dbt.type_string() }}) as vehicle_id,
        cast(null as {{ dbt.type_string() }}) as meter_id,
        cast(null as {{ dbt.type_string() }}) as charge_point_id,
        cast(null as {{ dbt.type_string() }}) as person_key,
        waste_collections.activity_type,
        waste_collections.collected_on as period_start,
        waste_collections.collected_on as period_end,
        waste_collections.quantity as source_quantity,
        waste_collections.unit as source_unit,
        waste_collections.unit_multiplier,
        cast(1 as integer) as count_multiplier,
        waste_collections.activity_quantity as quantity,
        waste_collections.activity_unit as unit,
        'invoiced' as quantity_basis,
        cast(null as {{ dbt.type_string() }}) as estimation_method,
        cast(null as {{ dbt.type_string() }}) as credits_line_id,
        cast(null as {{ dbt.type_string() }}) as direction,
        waste_collections.amount_eur
    from waste_collections
)

select * from lines
