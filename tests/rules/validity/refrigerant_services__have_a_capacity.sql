with

services as (
    select * from {{ ref('stg_refrigerant_services') }}
    where
        occurrence = 1
        and operation in ('new_charge', 'recovered', 'disposed')
        and capacity is null
        and capacity_text is null
)

select
    {{ finding(
        key=['extract_name', 'line_id'],
        message=say(['extract_name', "', line '", 'line_id', "': without a capacity the loss of '", 'refrigerant', "' ('", 'operation', "') cannot be told, and the line counts for nothing'"]),
        given=['location_id', 'activity_type', 'extract_name', 'line_id', 'source_file', 'source_row'],
        reporting_year='extract(year from serviced_on)',
        column_name="'capacity'"
    ) }}
from services
