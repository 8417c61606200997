with

charge_points as (
    select * from {{ ref('stg_charge_points_unique') }}
    where owner = 'own'
),

locations as (
    select * from {{ ref('int_location_years') }}
),

company_years as (
    select * from {{ ref('int_company_years') }}
),

-- A charge point whose location is not known is expected in every year.
expected as (
    select
        charge_points.charge_point_id,
        locations.location_id,
        locations.entity_id,
        locations.reporting_year
    from charge_points
    inner join locations
        on charge_points.location_id = locations.location_id
    union all
    select
        charge_points.charge_point_id,
        charge_points.location_id,
        cast(null as {{ dbt.type_string() }}) as entity_id,
        company_years.reporting_year
    from charge_points
    cross join company_years
    left join {{ ref('stg_locations') }} as known_locations
        on charge_points.location_id = known_locations.location_id
    where known_locations.location_id is null
),

sessions as (
    select distinct
        charge_point_id,
        cast(extract(year from started_at_date) as integer) as reporting_year
    from {{ ref('stg_charging_sessions') }}
    where started_at_date is not null
),

silent as (
    select expected.*
    from expected
    left join sessions
        on expected.charge_point_id = sessions.charge_point_id
        and expected.reporting_year = sessions.reporting_year
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
