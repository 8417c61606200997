with

line_years as (
    select * from {{ ref('int_wpm_line_years') }}
    where
        extract_name = 'vehicle_distances'
        and exclusion_reason is null
        and block = 'A'
        and travel_mode = 'car'
        and reporting_year is not null
),

employer_years as (
    select * from {{ ref('int_wpm_employer_years') }}
),

vehicles as (
    select * from {{ ref('stg_vehicles_in_time') }}
),

-- Nobody drives a pool car home: only cars that are assigned, or may be.
without_private as (
    select distinct
        line_years.vehicle_id,
        line_years.vehicle_entity_id,
        line_years.reporting_year
    from line_years
    inner join employer_years
        on line_years.kvk_number = employer_years.kvk_number
        and line_years.reporting_year = employer_years.reporting_year
    left join vehicles
        on line_years.vehicle_id = vehicles.vehicle_id
        and line_years.period_start between vehicles.effective_from and vehicles.effective_to
    where
        line_years.year_private_km is null
        and coalesce(vehicles.is_assigned, true)
        and (employer_years.flat_private_km is null or coalesce(line_years.ownership, '') <> 'lease')
)

select
    {{ finding(
        key=['vehicle_id', 'reporting_year'],
        message=say([
            "'vehicle '", 'vehicle_id', "', '", 'reporting_year', "': a distance without private kilometres; nothing was deducted'"
        ]),
        given=['vehicle_id', 'reporting_year'],
        entity_id='vehicle_entity_id'
    ) }}
from without_private
