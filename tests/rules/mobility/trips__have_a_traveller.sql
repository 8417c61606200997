with

trips as (
    select * from {{ ref('stg_trips') }}
    where
        occurrence = 1
        and travellers < 1
)

select
    {{ finding(
        key=['extract_name', 'line_id'],
        message=say([
            'extract_name', "', line '", 'line_id', "' has '", 'travellers', "' travellers; where the distance is that of one traveller, it is multiplied by that'"
        ]),
        given=['entity_id', 'vehicle_id', 'extract_name', 'line_id', 'source_file', 'source_row'],
        reporting_year='extract(year from travelled_on)',
        column_name="'travellers'",
        cell_value='travellers_text'
    ) }}
from trips
