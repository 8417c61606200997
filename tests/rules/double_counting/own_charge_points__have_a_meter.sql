with

charge_points as (
    select * from {{ ref('stg_charge_points_unique') }}
),

meters as (
    select * from {{ ref('stg_meters_latest') }}
),

locations as (
    select * from {{ ref('stg_location_spellings') }}
),

unmetered as (
    select
        charge_points.charge_point_id,
        charge_points.location_id,
        charge_points.meter_id,
        locations.entity_id
    from charge_points
    left join meters
        on charge_points.meter_id = meters.meter_id
    left join locations
        on lower(charge_points.location_id) = locations.spelling
    where
        charge_points.owner = 'own'
        and meters.meter_id is null
)

select
    {{ finding(
        key=['charge_point_id'],
        message=say(["'charge point '", 'charge_point_id', "' has meter '", 'meter_id', "', which is no meter of ours'"]),
        given=['entity_id', 'location_id'],
        activity_type="'ev_charging_own'",
        column_name="'meter_id'",
        cell_value='meter_id'
    ) }}
from unmetered
