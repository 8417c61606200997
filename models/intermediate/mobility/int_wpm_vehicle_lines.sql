{{ config(materialized=read_once()) }}
with

lines as (
    select * from {{ ref('int_activity_lines') }}
    where
        extract_name = 'vehicle_distances'
        and occurrence = 1
),

vehicle_distances as (
    select * from {{ ref('stg_vehicle_distances') }}
    where occurrence = 1
),

vehicles as (
    select * from {{ ref('stg_vehicles_in_time') }}
),

kilometres as (
    select
        unit,
        multiplier
    from {{ ref('stg_units') }}
    where activity_unit = 'vkm'
),

-- A vehicle that does not say what it runs on has no factor in a footprint; its kilometres are known all the same.
with_distance as (
    select
        lines.*,
        vehicles.kind,
        cast(vehicle_distances.distance * kilometres.multiplier as decimal(19, 6)) as distance_km,
        cast(vehicle_distances.private_distance * kilometres.multiplier as decimal(19, 6)) as stated_private_km,
        coalesce(lines.unreadable_reason = 'unknown_type' and vehicles.kind is not null, false) as has_unknown_energy,
        case
            when vehicle_distances.distance is null then 'quantity_unreadable'
            when kilometres.unit is null then 'unknown_unit'
            when lines.period_start is null or lines.period_end is null then 'date_unreadable'
            when lines.period_end < lines.period_start then 'period_reversed'
        end as distance_problem
    from lines
    inner join vehicle_distances
        on lines.line_id = vehicle_distances.line_id
    left join vehicles
        on lines.vehicle_id = vehicles.vehicle_id
        and coalesce(lines.period_start, cast('9999-12-31' as date)) between vehicles.effective_from and vehicles.effective_to
    left join kilometres
        on lower(vehicle_distances.unit) = kilometres.unit
),

-- The distance as delivered, private and commuting kilometres included: what is deducted stands in parts of its own.
-- Fewer private kilometres than none are not known, but in the correction of a distance.
vehicle_lines as (
    select
        extract_name,
        line_id,
        delivery_id,
        source_file,
        source_row,
        source_document,
        entity_id,
        vehicle_id,
        person_key,
        cast(null as {{ dbt.type_string() }}) as channel,
        kind as mode,
        cast(null as {{ dbt.type_string() }}) as fuel,
        period_start,
        period_end,
        distance_km as km,
        'vehicle' as stated_basis,
        case when stated_private_km >= 0 or distance_km < 0 then stated_private_km end as private_km,
        cast(null as decimal(19, 6)) as amount_eur,
        quantity_basis,
        case when has_unknown_energy then distance_problem else unreadable_reason end as unreadable_reason
    from with_distance
)

select * from vehicle_lines
