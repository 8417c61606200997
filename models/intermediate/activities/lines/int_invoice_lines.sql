{{ config(materialized=read_once()) }}
with

supplier_invoices as (
    select * from {{ ref('stg_supplier_invoices') }}
),

meters as (
    select * from {{ ref('stg_meters_in_time') }}
),

lines as (
    select
        supplier_invoices.extract_name,
        supplier_invoices.line_id,
        supplier_invoices.occurrence,
        supplier_invoices.delivery_id,
        supplier_invoices.source_file,
        supplier_invoices.source_row,
        supplier_invoices.source_document,
        supplier_invoices.entity_id,
        coalesce(supplier_invoices.location_id, meters.location_id) as location_id,
        supplier_invoices.project_id,
        supplier_invoices.supplier_id,
        cast(null as {{ dbt.type_string() }}) as vehicle_id,
        supplier_invoices.meter_id,
        cast(null as {{ dbt.type_string() }}) as charge_point_id,
        cast(null as {{ dbt.type_string() }}) as person_key,
        supplier_invoices.activity_type,
        supplier_invoices.period_start,
        supplier_invoices.period_end,
        supplier_invoices.quantity as source_quantity,
        supplier_invoices.unit as source_unit,
        supplier_invoices.unit_multiplier,
        cast(1 as integer) as count_multiplier,
        supplier_invoices.activity_quantity as quantity,
        supplier_invoices.activity_unit as unit,
        coalesce(supplier_invoices.quantity_basis, 'invoiced') as quantity_basis,
        supplier_invoices.estimation_method,
        supplier_invoices.credits_line_id,
        -- Without a direction the meter says it: a feed-in meter cannot measure import.
        case
            when supplier_invoices.direction_text is not null then supplier_invoices.direction
            when meters.role = 'feed_in' then 'feed_in'
            else 'import'
        end as direction,
        supplier_invoices.amount_eur
    from supplier_invoices
    left join meters
        on supplier_invoices.meter_id = meters.meter_id
        and coalesce(supplier_invoices.period_start, cast('9999-12-31' as date)) between meters.effective_from and meters.effective_to
)

select * from lines
