{{ config(materialized=read_once()) }}
with

travel as (
    select * from {{ ref('stg_subcontractor_travel') }}
),

ledger as (
    select * from {{ ref('int_ledger_amounts') }}
    where is_invoiced_cost
),

-- The line names no entity: it belongs to the one that hired most of the subcontractor in the year.
hirers as (
    select
        supplier_id,
        reporting_year,
        entity_id,
        row_number() over (partition by supplier_id, reporting_year order by sum(amount_eur) desc, entity_id) as hirer_rank
    from ledger
    group by
        supplier_id,
        reporting_year,
        entity_id
),

calendar as (
    select
        calendar_year,
        min(month_start) as first_day,
        max(month_end) as last_day
    from {{ ref('stg_months') }}
    group by calendar_year
),

lines as (
    select
        travel.extract_name,
        travel.line_id,
        travel.occurrence,
        travel.delivery_id,
        travel.source_file,
        travel.source_row,
        travel.source_document,
        hirers.entity_id,
        cast(null as {{ dbt.type_string() }}) as location_id,
        cast(null as {{ dbt.type_string() }}) as project_id,
        travel.supplier_id,
        cast(null as {{ dbt.type_string() }}) as vehicle_id,
        cast(null as {{ dbt.type_string() }}) as meter_id,
        cast(null as {{ dbt.type_string() }}) as charge_point_id,
        cast(null as {{ dbt.type_string() }}) as person_key,
        travel.activity_type,
        calendar.first_day as period_start,
        calendar.last_day as period_end,
        travel.distance as source_quantity,
        travel.unit as source_unit,
        travel.unit_multiplier,
        cast(1 as integer) as count_multiplier,
        travel.activity_quantity as quantity,
        travel.activity_unit as unit,
        -- Whatever the surveyed know of themselves: each line stands for those who were never asked as well.
        'estimated' as quantity_basis,
        cast(null as {{ dbt.type_string() }}) as estimation_method,
        cast(null as {{ dbt.type_string() }}) as credits_line_id,
        cast(null as {{ dbt.type_string() }}) as direction,
        cast(null as decimal(19, 6)) as amount_eur
    from travel
    left join calendar
        on travel.{{ adapter.quote('year') }} = calendar.calendar_year
    left join hirers
        on travel.supplier_id = hirers.supplier_id
        and travel.{{ adapter.quote('year') }} = hirers.reporting_year
        and hirers.hirer_rank = 1
)

select * from lines
