with

estimates as (
    select
        estimation_method,
        location_id,
        carrier,
        {{ adapter.quote('value') }} as share
    from {{ ref('stg_estimates') }}
    where
        unit = 'share'
        and {{ adapter.quote('value') }} is not null
),

locations as (
    select
        location_id,
        max(entity_id) as entity_id,
        max(floor_area_m2) as floor_area_m2,
        max(building_area_m2) as building_area_m2
    from {{ ref('stg_locations') }}
    group by location_id
),

last_year as (
    select max(reporting_year) as reporting_year
    from {{ ref('int_company_years') }}
),

-- All that a building uses is divided over all of it: a share of the whole is the rented part of the floor.
compared as (
    select
        estimates.estimation_method,
        estimates.location_id,
        estimates.carrier,
        estimates.share,
        locations.entity_id,
        locations.floor_area_m2,
        locations.building_area_m2,
        last_year.reporting_year
    from estimates
    inner join locations
        on estimates.location_id = locations.location_id
    cross join last_year
)

select
    {{ finding(
        key=['estimation_method', 'location_id'],
        message=say([
            "'estimate '", 'estimation_method', "' takes '", 'share', "' of the owner''s meter for '", short('floor_area_m2'), "' of '", short('building_area_m2'), "' m2'"
        ]),
        given=['entity_id', 'location_id', 'reporting_year'],
        extract_name="'estimates'",
        line_id='estimation_method',
        column_name="'value'",
        cell_value='share'
    ) }}
from compared
where
    share <= 0
    or share > 1
    or (
        floor_area_m2 > 0
        and building_area_m2 > 0
        and abs(share * building_area_m2 - floor_area_m2) * 20 > floor_area_m2
    )
