with

meter_months as (
    select * from {{ ref('int_meter_months') }}
)

select
    {{ finding(
        key=['meter_id', 'month'],
        message=say(["'meter '", 'meter_id', "': '", short('invoiced_quantity'), "' by invoice, '", short('read_quantity'), "' by reading'"]),
        given=['entity_id', 'location_id', 'activity_type', 'reporting_year', 'month']
    ) }}
from meter_months
where
    invoiced_days = expected_days
    and read_days = expected_days
    and abs(invoiced_quantity - read_quantity) * 20 > abs(invoiced_quantity)
