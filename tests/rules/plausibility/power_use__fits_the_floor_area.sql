with

location_years as (
    select * from {{ ref('int_location_years') }}
    where
        is_open_all_year
        and floor_area_m2 > 0
        and electricity_kwh > 0
),

use_range as (
    {{ plausible_range('building_kwh_per_m2') }}
)

select
    {{ finding(
        key=['location_id', 'reporting_year'],
        message=say(["'location '", 'location_id', "': '", short('electricity_kwh'), "' kWh over '", short('floor_area_m2', 0), "' m2 is outside '", short('lowest'), "' to '", short('highest'), "' '", 'range_unit']),
        given=['entity_id', 'location_id', 'reporting_year'],
        activity_type="'electricity'"
    ) }}
from location_years
cross join use_range
where
    electricity_kwh < lowest * floor_area_m2
    or electricity_kwh > highest * floor_area_m2
