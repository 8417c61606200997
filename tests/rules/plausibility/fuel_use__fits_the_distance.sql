with

vehicle_years as (
    select * from {{ ref('int_vehicle_years') }}
    where
        kind in ('car', 'van', 'van_grey_plate')
        and energy in ('petrol', 'diesel', 'hvo', 'hev', 'e85', 'lpg')
        and distance_km > 0
        and fuel_l > 0
),

use_range as (
    {{ plausible_range('car_l_per_100_km') }}
)

select
    {{ finding(
        key=['vehicle_id', 'reporting_year'],
        message=say(["'vehicle '", 'vehicle_id', "': '", short('fuel_l'), "' l over '", short('distance_km'), "' km is outside '", short('lowest'), "' to '", short('highest'), "' '", 'range_unit']),
        given=['entity_id', 'vehicle_id', 'reporting_year']
    ) }}
from vehicle_years
cross join use_range
where
    fuel_l * 100 < lowest * distance_km
    or fuel_l * 100 > highest * distance_km
