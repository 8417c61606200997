with

lines as (
    select * from {{ ref('int_extract_lines') }}
)

select
    {{ finding(
        key=['extract_name', 'line_id', 'occurrence'],
        message=say(['extract_name', "', line '", 'line_id', "' has file '", 'source_file', "' and row '", 'source_row']),
        given=['entity_id', 'vehicle_id', 'extract_name', 'line_id', 'source_file', 'source_row']
    ) }}
from lines
where
    source_file is null
    or source_row is null
