with

power_parts as (
    select * from {{ ref('int_power_parts') }}
    where has_no_contract
),

without_contract as (
    select
        entity_id,
        location_id,
        activity_type,
        reporting_year,
        sum(emission_quantity) as quantity_kwh
    from power_parts
    group by
        entity_id,
        location_id,
        activity_type,
        reporting_year
)

select
    {{ finding(
        key=['entity_id', 'location_id', 'activity_type', 'reporting_year'],
        message=say([short('quantity_kwh'), "' kWh of '", 'activity_type', "' at '", 'location_id', "' have no contract'"]),
        given=['entity_id', 'location_id', 'activity_type', 'reporting_year']
    ) }}
from without_contract
