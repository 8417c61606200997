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
        reporting_year
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
        message=say(['activity_type', "' at '", 'location_id', "' in '", 'reporting_year', "' falls under no contract: unknown power was taken'"]),
        given=['entity_id', 'location_id', 'activity_type', 'reporting_year']
    ) }}
from without_contract
