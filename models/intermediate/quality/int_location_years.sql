with

locations as (
    select * from {{ ref('stg_locations') }}
),

company_years as (
    select * from {{ ref('int_company_years') }}
),

activities as (
    select * from {{ ref('fct_activities') }}
),

numbered as (
    select
        locations.*,
        min(coalesce(valid_from, cast('2000-01-01' as date))) over (partition by location_id) as open_from,
        max(coalesce(valid_to, cast('2050-12-31' as date))) over (partition by location_id) as open_to,
        row_number() over (partition by location_id order by valid_from desc nulls last) as location_rank
    from locations
    where location_id is not null
),

-- The calendar years in which a location is open, and whether for the whole year.
open_years as (
    select
        numbered.location_id,
        numbered.entity_id,
        numbered.floor_area_m2,
        numbered.has_own_electricity_meter,
        numbered.has_own_gas_meter,
        company_years.reporting_year,
        extract(year from numbered.open_from) < company_years.reporting_year
        and extract(year from numbered.open_to) > company_years.reporting_year as is_open_all_year
    from numbered
    inner join company_years
        on extract(year from numbered.open_from) <= company_years.reporting_year
        and extract(year from numbered.open_to) >= company_years.reporting_year
    where numbered.location_rank = 1
),

-- What the location used: its own import and solar power, and what was charged behind its meter.
used as (
    select
        location_id,
        reporting_year,
        sum(case when activity_category = 'power_buildings' then 1 else 0 end) as electricity_lines,
        sum(case when activity_category = 'fuel_heating' then 1 else 0 end) as gas_lines,
        sum(case when activity_category = 'power_buildings' and is_estimated then 1 else 0 end) as estimated_electricity_lines,
        sum(case when activity_category = 'fuel_heating' and is_estimated then 1 else 0 end) as estimated_gas_lines,
        sum(
            case when activity_category in ('power_buildings', 'own_generation') and claim_status = 'counted' then quantity else 0 end
        ) as electricity_kwh,
        sum(case when activity_type = 'natural_gas' and claim_status = 'counted' then quantity else 0 end) as gas_nm3
    from activities
    where claim_status <> 'unreadable'
    group by
        location_id,
        reporting_year
),

location_years as (
    select
        open_years.location_id,
        open_years.entity_id,
        open_years.reporting_year,
        open_years.floor_area_m2,
        open_years.has_own_electricity_meter,
        open_years.has_own_gas_meter,
        open_years.is_open_all_year,
        cast(coalesce(used.electricity_lines, 0) as integer) as electricity_lines,
        cast(coalesce(used.gas_lines, 0) as integer) as gas_lines,
        cast(coalesce(used.estimated_electricity_lines, 0) as integer) as estimated_electricity_lines,
        cast(coalesce(used.estimated_gas_lines, 0) as integer) as estimated_gas_lines,
        cast(coalesce(used.electricity_kwh, 0) as decimal(19, 6)) as electricity_kwh,
        cast(coalesce(used.gas_nm3, 0) as decimal(19, 6)) as gas_nm3
    from open_years
    left join used
        on open_years.location_id = used.location_id
        and open_years.reporting_year = used.reporting_year
)

select * from location_years
