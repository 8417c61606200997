with

lines as (
    select * from {{ ref('int_activity_lines') }}
    where
        occurrence = 1
        and quantity > 0
        and extract_name = 'charging_sessions'
),

size_range as (
    {{ plausible_range('charging_kwh_per_session') }}
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
