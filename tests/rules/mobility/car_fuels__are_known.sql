with

car_fuels as (
    select * from {{ ref('int_wpm_car_fuels') }}
),

company_years as (
    select * from {{ ref('int_company_years') }}
),

employer_years as (
    select * from {{ ref('int_wpm_employer_years') }}
)

-- A judgement that names a category of the form has settled it: nothing stands beneath the form. The share itself stays in
-- audit: with a handful of drivers it would tell of them.
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
inner join employer_years
    on car_fuels.kvk_number = employer_years.kvk_number
    and car_fuels.reporting_year = employer_years.reporting_year
where
    employer_years.unknown_fuel_category is null
    and car_fuels.unknown_fuel_km * 20 > car_fuels.car_km
