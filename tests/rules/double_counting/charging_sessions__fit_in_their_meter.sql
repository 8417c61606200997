with

charging_cap as (
    select * from {{ ref('int_charging_cap') }}
),

meters as (
    select * from {{ ref('stg_meters_latest') }}
),

above_cap as (
    select
        charging_cap.balance_meter_id as meter_id,
        charging_cap.month_start as month,
        meters.location_id,
        meters.entity_id
    from charging_cap
    inner join meters
        on charging_cap.balance_meter_id = meters.meter_id
    where charging_cap.charged_quantity > charging_cap.imported_quantity + charging_cap.own_solar_quantity
)

select
    {{ finding(
        key=['meter_id', 'month'],
        message=say(["'meter '", 'meter_id', "': more was charged in the month of '", 'month', "' than imported and generated (the kWh stand in int_charging_cap)'"]),
        given=['entity_id', 'location_id', 'month'],
        activity_type="'ev_charging_own'",
        reporting_year='extract(year from month)'
    ) }}
from above_cap
