with

meter_months as (
    select * from {{ ref('int_meter_months') }}
)

select
    {{ finding(
        key=['meter_id', 'month'],
        message=say(["'meter '", 'meter_id', "', '", 'carrier', "': invoices cover '", 'invoiced_days', "' and readings '", 'read_days', "' of '", 'expected_days', "' days'"]),
        given=['entity_id', 'location_id', 'activity_type', 'reporting_year', 'month']
    ) }}
from meter_months
where
    invoiced_days < expected_days
    and read_days < expected_days
