with

lines as (
    select * from {{ ref('int_activity_lines') }}
    where
        occurrence = 1
        and quantity > 0
        and extract_name = 'fuel_transactions'
        and unit = 'l'
        and activity_type in (
            select activity_types.activity_type
            from {{ ref('stg_activity_types') }} as activity_types
            where activity_types.activity_category = 'fuel_vehicles'
        )
        and vehicle_id in (
            select vehicles.vehicle_id
            from {{ ref('stg_vehicles_latest') }} as vehicles
            where vehicles.kind in ('car', 'van', 'van_grey_plate')
        )
),

size_range as (
    {{ plausible_range('car_l_per_fuelling') }}
)

select
    {{ finding(
        key=['extract_name', 'line_id'],
        message=say(['extract_name', "', line '", 'line_id', "': '", short('quantity', 2), "' '", 'unit', "' is outside '", short('lowest', 2), "' to '", short('highest', 2), "' '", 'range_unit']),
        given=['entity_id', 'location_id', 'vehicle_id', 'activity_type', 'extract_name', 'line_id', 'source_file', 'source_row'],
        reporting_year='extract(year from period_start)'
    ) }}
from lines
cross join size_range
where
    quantity < lowest
    or quantity > highest
