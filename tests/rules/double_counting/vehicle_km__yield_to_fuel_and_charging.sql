with

claims as (
    select * from {{ ref('int_month_claims') }}
    where
        month_claim_status = 'superseded'
        and month_claim_reason in ('vehicle_has_fuel_or_charging', 'vehicle_has_distances')
),

set_aside as (
    select
        vehicle_id,
        reporting_year,
        extract_name,
        min(entity_id) as entity_id,
        case min(month_claim_reason)
            when 'vehicle_has_distances' then 'distances of the same months'
            else 'fuel or charging'
        end as other_source,
        sum(month_quantity) as distance_km
    from claims
    group by
        vehicle_id,
        reporting_year,
        extract_name
)

select
    {{ finding(
        key=['vehicle_id', 'reporting_year', 'extract_name'],
        message=say(["'vehicle '", 'vehicle_id', "': '", short('distance_km'), "' km of '", 'extract_name', "' set aside, because it has '", 'other_source', "' in '", 'reporting_year']),
        given=['entity_id', 'vehicle_id', 'reporting_year', 'extract_name']
    ) }}
from set_aside
