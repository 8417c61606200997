with

vehicle_years as (
    select * from {{ ref('int_vehicle_years') }}
)

select
    {{ finding(
        key=['vehicle_id', 'reporting_year'],
        message=say(["'vehicle '", 'vehicle_id', "' ('", 'energy', "') has no lines in '", 'reporting_year']),
        given=['entity_id', 'vehicle_id', 'reporting_year']
    ) }}
from vehicle_years
where line_count = 0
