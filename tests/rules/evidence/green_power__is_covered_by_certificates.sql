with

lots as (
    select * from {{ ref('int_supply_lots') }}
),

power_parts as (
    select * from {{ ref('int_power_parts') }}
    where contract_product = 'green'
),

uncovered as (
    select
        power_parts.entity_id,
        power_parts.location_id,
        power_parts.reporting_year,
        sum(lots.quantity) as grey_kwh
    from lots
    inner join power_parts
        on lots.activity_id = power_parts.activity_id
    where lots.supply_lot = 'contract|grey'
    group by
        power_parts.entity_id,
        power_parts.location_id,
        power_parts.reporting_year
    having sum(lots.quantity) > 0
)

select
    {{ finding(
        key=['entity_id', 'location_id', 'reporting_year'],
        message=say([short('grey_kwh'), "' kWh under a green contract of '", 'location_id', "' have no certificate and count as grey'"]),
        given=['entity_id', 'location_id', 'reporting_year'],
        activity_type="'electricity'"
    ) }}
from uncovered
