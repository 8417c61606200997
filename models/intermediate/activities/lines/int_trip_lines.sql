{{ config(materialized=read_once()) }}
with

trips as (
    select * from {{ ref('stg_trips') }}
),

lines as (
    select
        trips.extract_name,
        trips.line_id,
        trips.occurrence,
        trips.delivery_id,
        trips.source_file,
        trips.source_row,
        trips.source_document,
        trips.entity_id,
        cast(null as {{ dbt.type_string() }}) as location_id,
        trips.project_id,
        cast(null as {{ dbt.type_string() }}) as supplier_id,
        trips.vehicle_id,
        cast(null as {{ dbt.type_string() }}) as meter_id,
        cast(null as {{ dbt.type_string() }}) as charge_point_id,
        -- Travellers that are not named count as one person: a group of unknown size is a small group.
        coalesce(trips.traveller_key, 'unknown') as person_key,
        trips.activity_type,
        trips.travelled_on as period_start,
        trips.travelled_on as period_end,
        trips.distance as source_quantity,
        trips.unit as source_unit,
        trips.unit_multiplier,
        -- A multiplier that is written but cannot be read spoils the line: taking 1 would hide kilometres.
        case
            when trips.is_return_text is not null and trips.is_return is null then null
            when trips.travellers_text is not null and trips.travellers is null then null
            else cast(
                case when trips.is_return then 2 else 1 end
                * case when trips.is_per_traveller then coalesce(trips.travellers, 1) else 1 end
                as integer
            )
        end as count_multiplier,
        trips.activity_quantity as quantity,
        trips.activity_unit as unit,
        'registered' as quantity_basis,
        cast(null as {{ dbt.type_string() }}) as estimation_method,
        cast(null as {{ dbt.type_string() }}) as credits_line_id,
        cast(null as {{ dbt.type_string() }}) as direction,
        trips.amount_eur
    from trips
)

select * from lines
