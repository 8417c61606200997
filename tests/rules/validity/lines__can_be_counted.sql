with

unreadable as (
    select * from {{ ref('int_activity_lines') }}
    where unreadable_reason is not null
)

select
    {{ finding(
        key=['extract_name', 'line_id', 'occurrence'],
        message=say(['extract_name', "', line '", 'line_id', "' counts for nothing: '", 'unreadable_reason']),
        given=['entity_id', 'location_id', 'vehicle_id', 'activity_type', 'extract_name', 'line_id', 'source_file', 'source_row'],
        reporting_year='extract(year from period_start)'
    ) }}
from unreadable
