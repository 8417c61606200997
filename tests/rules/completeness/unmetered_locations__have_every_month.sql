with

location_years as (
    select * from {{ ref('int_location_years') }}
),

locations as (
    select
        location_id,
        min(coalesce(valid_from, cast('2000-01-01' as date))) as first_day,
        max(coalesce(valid_to, cast('2050-12-31' as date))) as last_day
    from {{ ref('stg_locations') }}
    group by location_id
),

months as (
    select * from {{ ref('stg_months') }}
),

-- Own main meters are judged by the day (CMP-01); a year without any line is another finding (CMP-02).
unmetered as (
    select
        location_id,
        entity_id,
        reporting_year,
        'electricity' as carrier,
        'power_buildings' as activity_category
    from location_years
    where
        not coalesce(has_own_electricity_meter, false)
        and electricity_lines > 0
    union all
    select
        location_id,
        entity_id,
        reporting_year,
        'gas' as carrier,
        'fuel_heating' as activity_category
    from location_years
    where
        not coalesce(has_own_gas_meter, false)
        and gas_lines > 0
),

told as (
    select distinct
        location_id,
        activity_category,
        month
    from {{ ref('fct_activities') }}
    where
        extract_name in ('supplier_invoices', 'meter_readings')
        and claim_status <> 'unreadable'
        and month is not null
),

silent as (
    select
        unmetered.location_id,
        unmetered.entity_id,
        unmetered.reporting_year,
        unmetered.carrier,
        count(*) as silent_months,
        min(months.month_start) as first_month,
        max(months.month_start) as last_month
    from unmetered
    inner join locations
        on unmetered.location_id = locations.location_id
    inner join months
        on unmetered.reporting_year = months.calendar_year
        and locations.first_day <= months.month_start
        and locations.last_day >= months.month_end
    left join told
        on unmetered.location_id = told.location_id
        and unmetered.activity_category = told.activity_category
        and months.month_start = told.month
    where told.month is null
    group by
        unmetered.location_id,
        unmetered.entity_id,
        unmetered.reporting_year,
        unmetered.carrier
)

select
    {{ finding(
        key=['location_id', 'reporting_year', 'carrier'],
        message=say(["'location '", 'location_id', "' has no '", 'carrier', "' in '", 'silent_months', "' months of '", 'reporting_year', "', from '", 'first_month', "' to '", 'last_month']),
        given=['entity_id', 'location_id', 'reporting_year'],
        activity_type="case carrier when 'gas' then 'natural_gas' else carrier end"
    ) }}
from silent
