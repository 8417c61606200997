{{ config(materialized=read_once()) }}
with

ledger as (
    select * from {{ ref('int_ledger_amounts') }}
),

lines as (
    select
        ledger.extract_name,
        ledger.line_id,
        ledger.occurrence,
        ledger.delivery_id,
        ledger.source_file,
        ledger.source_row,
        ledger.source_document,
        ledger.entity_id,
        cast(null as {{ dbt.type_string() }}) as location_id,
        ledger.project_id,
        ledger.supplier_id,
        cast(null as {{ dbt.type_string() }}) as vehicle_id,
        cast(null as {{ dbt.type_string() }}) as meter_id,
        cast(null as {{ dbt.type_string() }}) as charge_point_id,
        cast(null as {{ dbt.type_string() }}) as person_key,
        ledger.activity_type,
        ledger.booking_date as period_start,
        ledger.booking_date as period_end,
        ledger.amount as source_quantity,
        ledger.currency_code as source_unit,
        cast(1 as decimal(18, 9)) as unit_multiplier,
        cast(1 as integer) as count_multiplier,
        ledger.amount_eur as quantity,
        'eur' as unit,
        'booked' as quantity_basis,
        cast(null as {{ dbt.type_string() }}) as estimation_method,
        ledger.credits_line_id,
        cast(null as {{ dbt.type_string() }}) as direction,
        ledger.amount_eur,
        ledger.treatment,
        ledger.unreadable_reason
    from ledger
)

select * from lines
