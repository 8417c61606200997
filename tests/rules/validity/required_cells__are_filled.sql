with

-- Public transport in euros is delivered without a distance: VAL-15 tells that the footprint needs it.
told_in_euros as (
    select distinct line_id from {{ ref('int_wpm_lines') }}
    where
        extract_name = 'trips'
        and category = 'public_transport'
        and unreadable_reason is null
),

problems as (
    select int_cell_problems.*
    from {{ ref('int_cell_problems') }} as int_cell_problems
    left join told_in_euros
        on int_cell_problems.file_name = 'trips'
        and int_cell_problems.column_name = 'distance'
        and int_cell_problems.line_id = told_in_euros.line_id
    where
        int_cell_problems.problem = 'missing'
        and told_in_euros.line_id is null
)

select
    {{ finding(
        key=['file_name', 'line_id', 'column_name'],
        message=say(['file_name', "', line '", 'line_id', "': '", 'column_name', "' is empty, and the contract requires it'"]),
        given=['entity_id', 'location_id', 'vehicle_id', 'line_id', 'source_file', 'source_row', 'column_name', 'cell_value'],
        extract_name='file_name'
    ) }}
from problems
