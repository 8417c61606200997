with

location_years as (
    select * from {{ ref('int_location_years') }}
    where
        is_open_all_year
        and floor_area_m2 > 0
        and gas_nm3 > 0
),

use_range as (
    {{ plausible_range('building_nm3_per_m2') }}
)

select
    {{ finding(
        key=['location_id', 'reporting_year'],
        message=say(["'location '", 'location_id', "': '", short('gas_nm3'), "' Nm3 over '", short('floor_area_m2', 0), "' m2 is outside '", short('lowest'), "' to '", short('highest'), "' '", 'range_unit']),
        given=['entity_id', 'location_id', 'reporting_year'],
        activity_type="'natural_gas'"
    ) }}
from location_years
cross join use_range
where
    gas_nm3 < lowest * floor_area_m2
    or gas_nm3 > highest * floor_area_m2
