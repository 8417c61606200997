with

readings as (
    select * from {{ ref('int_meter_consumption') }}
    where runs_backwards
)

select
    {{ finding(
        key=['extract_name', 'line_id'],
        message=say(["'meter '", 'meter_id', "' reads '", short('reading'), "' '", 'unit', "' on '", 'read_at', "', less than the reading before it'"]),
        given=['location_id', 'activity_type', 'extract_name', 'line_id', 'source_file', 'source_row'],
        reporting_year='extract(year from read_at)',
        column_name="'reading'",
        cell_value='reading'
    ) }}
from readings
