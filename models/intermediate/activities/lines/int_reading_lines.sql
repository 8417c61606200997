{{ config(materialized=read_once()) }}
with

readings as (
    select * from {{ ref('int_meter_consumption') }}
),

lines as (
    select
        readings.extract_name,
        readings.line_id,
        readings.occurrence,
        readings.delivery_id,
        readings.source_file,
        readings.source_row,
        readings.source_document,
        cast(null as {{ dbt.type_string() }}) as entity_id,
        readings.location_id,
        cast(null as {{ dbt.type_string() }}) as project_id,
        cast(null as {{ dbt.type_string() }}) as supplier_id,
        cast(null as {{ dbt.type_string() }}) as vehicle_id,
        readings.meter_id,
        cast(null as {{ dbt.type_string() }}) as charge_point_id,
        cast(null as {{ dbt.type_string() }}) as person_key,
        readings.activity_type,
        readings.period_start,
        readings.period_end,
        readings.consumption as source_quantity,
        readings.unit as source_unit,
        readings.unit_multiplier,
        cast(1 as integer) as count_multiplier,
        readings.activity_quantity as quantity,
        readings.activity_unit as unit,
        coalesce(readings.quantity_basis, 'measured') as quantity_basis,
        cast(null as {{ dbt.type_string() }}) as estimation_method,
        cast(null as {{ dbt.type_string() }}) as credits_line_id,
        case when readings.role = 'feed_in' then 'feed_in' else 'import' end as direction,
        cast(null as decimal(19, 6)) as amount_eur,
        readings.runs_backwards,
        readings.is_opening
    from readings
)

select * from lines
