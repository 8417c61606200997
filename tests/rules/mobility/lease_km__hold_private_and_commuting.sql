with

fleet_parts as (
    select * from {{ ref('int_wpm_fleet_parts') }}
    where part_kind = 'not_below_zero'
),

entities as (
    select
        vehicle_id,
        max(vehicle_entity_id) as entity_id
    from {{ ref('int_wpm_lines') }}
    where extract_name = 'vehicle_distances'
    group by vehicle_id
),

too_much as (
    select
        fleet_parts.vehicle_id,
        fleet_parts.reporting_year,
        entities.entity_id,
        sum(fleet_parts.vehicle_km) as km_too_much
    from fleet_parts
    left join entities
        on fleet_parts.vehicle_id = entities.vehicle_id
    group by
        fleet_parts.vehicle_id,
        fleet_parts.reporting_year,
        entities.entity_id
)

select
    {{ finding(
        key=['vehicle_id', 'reporting_year'],
        message=say([
            "'vehicle '", 'vehicle_id', "', '", 'reporting_year', "': private and commuting kilometres are '", short('km_too_much'),
            "' km more than the distance of the vehicle; the rest for business is taken as none'"
        ]),
        given=['vehicle_id', 'reporting_year', 'entity_id']
    ) }}
from too_much
