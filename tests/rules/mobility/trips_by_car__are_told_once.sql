with

trips as (
    select * from {{ ref('int_wpm_lines') }}
    where
        extract_name = 'trips'
        and mode = 'car'
        and vehicle_id is null
        and channel in ('fleet', 'claim')
        and exclusion_reason is null
        and km > 0
),

keys as (
    select
        line_id,
        traveller_key
    from {{ ref('stg_trips') }}
    where occurrence = 1
),

assigned as (
    select * from {{ ref('stg_assigned_vehicles') }}
),

distances as (
    select * from {{ ref('int_wpm_lines_in_time') }}
    where
        extract_name = 'vehicle_distances'
        and is_company_vehicle
        and travel_mode in ('car', 'van')
        and exclusion_reason is null
        and km >= 0
),

-- A claim or a fleet trip of somebody with a company car whose distance covers the day; and a fleet trip of anybody, where
-- a pool car of the same entity has a distance on that day: its driver is not known.
told as (
    select
        trips.line_id,
        distances.vehicle_id
    from trips
    inner join keys
        on trips.line_id = keys.line_id
    inner join assigned
        on keys.traveller_key = assigned.employee_key
        and trips.period_start >= coalesce(assigned.valid_from, trips.period_start)
        and trips.period_start <= coalesce(assigned.valid_to, trips.period_start)
    inner join distances
        on assigned.vehicle_id = distances.vehicle_id
        and trips.period_start between distances.stretch_start and distances.stretch_end
    union distinct
    select
        trips.line_id,
        distances.vehicle_id
    from trips
    inner join distances
        on trips.entity_id = coalesce(distances.vehicle_entity_id, distances.entity_id)
        and trips.period_start between distances.stretch_start and distances.stretch_end
    where
        trips.channel = 'fleet'
        and not coalesce(distances.is_assigned, false)
),

per_trip as (
    select
        line_id,
        min(vehicle_id) as told_by_vehicle_id
    from told
    group by line_id
)

select
    {{ finding(
        key=['trips.extract_name', 'trips.line_id'],
        message=say([
            "'trips, line '", 'trips.line_id', "': counts in block '", 'trips.block', "' beside the distance of vehicle '",
            'per_trip.told_by_vehicle_id', "', which probably tells it'"
        ]),
        entity_id='trips.entity_id',
        vehicle_id='per_trip.told_by_vehicle_id',
        reporting_year="cast(extract(year from trips.period_start) as integer)",
        extract_name='trips.extract_name',
        line_id='trips.line_id',
        source_file='trips.source_file',
        source_row='trips.source_row',
        column_name="'vehicle_id'"
    ) }}
from trips
inner join per_trip
    on trips.line_id = per_trip.line_id
