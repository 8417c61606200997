with

location_years as (
    select * from {{ ref('int_location_years') }}
),

missing as (
    select
        location_years.*,
        'electricity' as carrier
    from location_years
    where electricity_lines = 0
    union all
    -- A location that says whether it has a gas meter of its own has gas; an empty cell says it has none.
    select
        location_years.*,
        'gas' as carrier
    from location_years
    where
        gas_lines = 0
        and has_own_gas_meter is not null
)

select
    {{ finding(
        key=['location_id', 'reporting_year', 'carrier'],
        message=say(["'location '", 'location_id', "' has no '", 'carrier', "' in '", 'reporting_year']),
        given=['entity_id', 'location_id', 'reporting_year'],
        activity_type="case carrier when 'gas' then 'natural_gas' else carrier end"
    ) }}
from missing
