{{ config(materialized=read_once()) }}
with

commuting as (
    select * from {{ ref('stg_commuting') }}
),

lines as (
    select
        commuting.extract_name,
        commuting.line_id,
        commuting.occurrence,
        commuting.delivery_id,
        commuting.source_file,
        commuting.source_row,
        commuting.source_document,
        commuting.entity_id,
        cast(null as {{ dbt.type_string() }}) as location_id,
        cast(null as {{ dbt.type_string() }}) as project_id,
        cast(null as {{ dbt.type_string() }}) as supplier_id,
        commuting.vehicle_id,
        cast(null as {{ dbt.type_string() }}) as meter_id,
        cast(null as {{ dbt.type_string() }}) as charge_point_id,
        -- Employees without a key count as one person: a group of unknown size is a small group.
        coalesce(commuting.employee_key, 'unknown') as person_key,
        commuting.activity_type,
        commuting.period_start,
        commuting.period_end,
        commuting.distance_one_way as source_quantity,
        commuting.unit as source_unit,
        commuting.unit_multiplier,
        cast(1 as integer) as count_multiplier,
        -- There and back on each day: the kilometres of the whole period.
        -- More days than a leap year has, in one direction or the other, are no days: the line cannot be read.
        case
            when commuting.days between -366 and 366
                then cast(commuting.distance_one_way * 2 * commuting.days * commuting.unit_multiplier as decimal(19, 6))
        end as quantity,
        commuting.activity_unit as unit,
        coalesce(commuting.quantity_basis, 'registered') as quantity_basis,
        cast(null as {{ dbt.type_string() }}) as estimation_method,
        cast(null as {{ dbt.type_string() }}) as credits_line_id,
        cast(null as {{ dbt.type_string() }}) as direction,
        commuting.amount_eur
    from commuting
)

select * from lines
