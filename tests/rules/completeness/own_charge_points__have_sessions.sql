with

charge_points as (
    select * from {{ ref('stg_charge_points_unique') }}
    where owner = 'own'
),

locations as (
    select * from {{ ref('int_location_years') }}
),

sessions as (
    select distinct
        charge_point_id,
        cast(extract(year from started_at_date) as integer) as reporting_year
    from {{ ref('stg_charging_sessions') }}
    where started_at_date is not null
),

silent as (
    select
        charge_points.charge_point_id,
        locations.location_id,
        locations.entity_id,
        locations.reporting_year
    from charge_points
    inner join locations
        on charge_points.location_id = locations.location_id
    left join sessions
        on charge_points.charge_point_id = sessions.charge_point_id
        and locations.reporting_year = sessions.reporting_year
    where sessions.charge_point_id is null
)

select
    {{ finding(
        key=['charge_point_id', 'reporting_year'],
        message=say(["'charge point '", 'charge_point_id', "' has no sessions in '", 'reporting_year']),
        given=['entity_id', 'location_id', 'reporting_year'],
        activity_type="'ev_charging_own'"
    ) }}
from silent
