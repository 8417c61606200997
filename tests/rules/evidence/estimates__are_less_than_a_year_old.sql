with

estimates as (
    select * from {{ ref('stg_estimates') }}
),

-- An old estimate weighs on the last year that was reported.
last_year as (
    select max(reporting_year) as reporting_year
    from {{ ref('int_company_years') }}
),

locations as (
    select
        location_id as known_location_id,
        min(entity_id) as entity_id
    from {{ ref('stg_locations') }}
    group by location_id
)

select
    {{ finding(
        key=['estimation_method'],
        message=say(["'estimate '", 'estimation_method', "' was decided on '", 'decided_on']),
        given=['entity_id', 'location_id', 'reporting_year'],
        extract_name="'estimates'",
        column_name="'decided_on'",
        cell_value='decided_on'
    ) }}
from estimates
cross join last_year
left join locations
    on estimates.location_id = locations.known_location_id
where decided_on < cast({{ dbt.dateadd('month', -12, as_of_date()) }} as date)
