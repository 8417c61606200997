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

stated_private as (
    select distinct
        vehicle_id,
        stretch_start
    from line_years
    where year_private_km is not null
),

-- Nobody drives a pool car home: only cars that are assigned, or may be. A correction need not state its private part.
without_private as (
    select distinct
        line_years.vehicle_id,
        line_years.vehicle_entity_id,
        line_years.reporting_year
    from line_years
    inner join employer_years
        on line_years.kvk_number = employer_years.kvk_number
        and line_years.reporting_year = employer_years.reporting_year
    left join stated_private
        on line_years.vehicle_id = stated_private.vehicle_id
        and line_years.stretch_start = stated_private.stretch_start
    where
        stated_private.vehicle_id is null
        and line_years.km >= 0
        and coalesce(line_years.is_assigned, true)
        and (coalesce(employer_years.flat_private_km, -1) < 0 or coalesce(line_years.ownership, '') <> 'lease')
),

-- A vehicle that changes hands within the year is one finding.
vehicle_years as (
    select
        vehicle_id,
        reporting_year,
        min(vehicle_entity_id) as entity_id
    from without_private
    group by
        vehicle_id,
        reporting_year
)

select
    {{ finding(
        key=['vehicle_id', 'reporting_year'],
        message=say([
            "'vehicle '", 'vehicle_id', "', '", 'reporting_year', "': a distance without private kilometres; nothing was deducted'"
        ]),
        given=['vehicle_id', 'reporting_year', 'entity_id']
    ) }}
from vehicle_years
