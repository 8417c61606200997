with

car_fuels as (
    select * from {{ ref('int_wpm_car_fuels') }}
),

company_years as (
    select * from {{ ref('int_company_years') }}
)

-- The share itself stays in audit: with a handful of drivers it would tell of them.
select
    {{ finding(
        key=['car_fuels.kvk_number', 'car_fuels.reporting_year'],
        message=say([
            "'KVK number '", 'car_fuels.kvk_number', "': more than 5% of the car kilometres of '", 'car_fuels.reporting_year',
            "' has no known fuel and stands beneath the form'"
        ]),
        reporting_year='car_fuels.reporting_year'
    ) }}
from car_fuels
inner join company_years
    on car_fuels.reporting_year = company_years.reporting_year
where car_fuels.unknown_fuel_km * 20 > car_fuels.car_km
