with

repeated as (
    select * from {{ ref('int_extract_lines') }}
    where occurrence > 1
)

select
    {{ finding(
        key=['extract_name', 'line_id', 'occurrence'],
        message=say(['extract_name', "': line_id '", 'line_id', "' was delivered again (occurrence '", 'occurrence', "'); this occurrence does not count'"]),
        given=['entity_id', 'vehicle_id', 'extract_name', 'line_id', 'source_file', 'source_row'],
        column_name="'line_id'",
        cell_value='line_id'
    ) }}
from repeated
