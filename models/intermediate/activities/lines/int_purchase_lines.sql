{{ config(materialized=read_once()) }}
with

purchases as (
    select * from {{ ref('stg_purchases_physical') }}
),

-- A type without a unit of its own is counted in the unit of the purchase; its factor says how to convert.
lines as (
    select
        purchases.extract_name,
        purchases.line_id,
        purchases.occurrence,
        purchases.delivery_id,
        purchases.source_file,
        purchases.source_row,
        purchases.source_document,
        purchases.entity_id,
        cast(null as {{ dbt.type_string() }}) as location_id,
        purchases.project_id,
        purchases.supplier_id,
        cast(null as {{ dbt.type_string() }}) as vehicle_id,
        cast(null as {{ dbt.type_string() }}) as meter_id,
        cast(null as {{ dbt.type_string() }}) as charge_point_id,
        cast(null as {{ dbt.type_string() }}) as person_key,
        purchases.activity_type,
        purchases.purchased_on as period_start,
        purchases.purchased_on as period_end,
        purchases.quantity as source_quantity,
        purchases.unit as source_unit,
        case
            when purchases.activity_unit is null and purchases.unit is not null then cast(1 as decimal(18, 9))
            else purchases.unit_multiplier
        end as unit_multiplier,
        cast(1 as integer) as count_multiplier,
        case when purchases.activity_unit is null then purchases.quantity else purchases.activity_quantity end as quantity,
        coalesce(purchases.activity_unit, lower(purchases.unit)) as unit,
        'invoiced' as quantity_basis,
        cast(null as {{ dbt.type_string() }}) as estimation_method,
        cast(null as {{ dbt.type_string() }}) as credits_line_id,
        cast(null as {{ dbt.type_string() }}) as direction,
        purchases.amount_eur
    from purchases
)

select * from lines
