with

activities as (
    select * from {{ ref('fct_activities') }}
    where
        claim_status = 'counted'
        and reporting_year is not null
),

company_years as (
    select * from {{ ref('int_company_years') }}
),

outside as (
    select
        activities.entity_id,
        activities.location_id,
        activities.vehicle_id,
        activities.activity_type,
        activities.reporting_year,
        activities.extract_name,
        activities.line_id,
        min(activities.source_file) as source_file,
        min(activities.source_row) as source_row,
        min(activities.unit) as unit,
        sum(activities.quantity) as quantity
    from activities
    left join company_years
        on activities.reporting_year = company_years.reporting_year
    where company_years.reporting_year is null
    group by
        activities.entity_id,
        activities.location_id,
        activities.vehicle_id,
        activities.activity_type,
        activities.reporting_year,
        activities.extract_name,
        activities.line_id
)

select
    {{ finding(
        key=['extract_name', 'line_id', 'activity_type', 'reporting_year'],
        message=say(['extract_name', "', line '", 'line_id', "': '", short('quantity'), "' '", 'unit', "' fall in '", 'reporting_year', "', which is no reporting year'"]),
        given=['entity_id', 'location_id', 'vehicle_id', 'activity_type', 'extract_name', 'line_id', 'source_file', 'source_row', 'reporting_year']
    ) }}
from outside
