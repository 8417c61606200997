with

lines as (
    select * from {{ ref('int_activity_lines') }}
    where
        occurrence = 1
        and quantity > 0
        and extract_name = 'trips'
        and activity_type in (select flights.activity_type from {{ ref('flight_classes') }} as flights)
),

size_range as (
    {{ plausible_range('flight_km') }}
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
