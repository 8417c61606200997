with

problems as (
    select * from {{ ref('int_cell_problems') }}
    where problem = 'missing'
)

select
    {{ finding(
        key=['file_name', 'line_id', 'column_name'],
        message=say(['file_name', "', line '", 'line_id', "': '", 'column_name', "' is empty, and the contract requires it'"]),
        given=['entity_id', 'location_id', 'vehicle_id', 'line_id', 'source_file', 'source_row', 'column_name', 'cell_value'],
        extract_name='file_name'
    ) }}
from problems
