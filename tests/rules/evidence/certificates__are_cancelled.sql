with

certificates as (
    select * from {{ ref('stg_power_certificates') }}
    where occurrence = 1
)

select
    {{ finding(
        key=['line_id'],
        message=say(["'lot '", 'line_id', "' is not cancelled (cancelled_on '", 'cancelled_on', "')'"]),
        given=['entity_id', 'location_id', 'extract_name', 'line_id', 'source_file', 'source_row'],
        reporting_year='extract(year from production_from)',
        column_name="'cancelled_on'",
        cell_value='cancelled_on'
    ) }}
from certificates
where
    cancelled_on is null
    or cancelled_on > {{ as_of_date() }}
