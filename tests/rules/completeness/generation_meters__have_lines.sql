with

meters as (
    select * from {{ ref('stg_meters_latest') }}
    where role = 'generation'
),

company_years as (
    select * from {{ ref('int_company_years') }}
),

months as (
    select distinct
        meter_id,
        reporting_year
    from {{ ref('int_activity_months') }}
    where unreadable_reason is null
),

silent as (
    select
        meters.meter_id,
        meters.location_id,
        meters.entity_id,
        company_years.reporting_year
    from meters
    inner join company_years
        on (meters.valid_from is null or extract(year from meters.valid_from) <= company_years.reporting_year)
        and (meters.valid_to is null or extract(year from meters.valid_to) >= company_years.reporting_year)
    left join months
        on meters.meter_id = months.meter_id
        and company_years.reporting_year = months.reporting_year
    where months.meter_id is null
)

select
    {{ finding(
        key=['meter_id', 'reporting_year'],
        message=say(["'generation meter '", 'meter_id', "' has no lines in '", 'reporting_year']),
        given=['entity_id', 'location_id', 'reporting_year'],
        activity_type="'own_solar_power'"
    ) }}
from silent
