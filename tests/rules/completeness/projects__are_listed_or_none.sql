with

entities as (
    select distinct entity_id
    from {{ ref('stg_entities') }}
    where is_in_boundary
),

company_years as (
    select * from {{ ref('int_company_years') }}
),

projects as (
    select distinct
        entity_id,
        {{ adapter.quote('year') }} as project_year
    from {{ ref('stg_projects') }}
),

unlisted as (
    select
        entities.entity_id,
        company_years.reporting_year
    from entities
    cross join company_years
    left join projects
        on company_years.reporting_year = projects.project_year
        and (projects.entity_id is null or projects.entity_id = entities.entity_id)
    where projects.project_year is null
)

select
    {{ finding(
        key=['entity_id', 'reporting_year'],
        message=say(["'entity '", 'entity_id', "' has no list of projects for '", 'reporting_year', "', and no row none'"]),
        given=['entity_id', 'reporting_year'],
        extract_name="'projects'"
    ) }}
from unlisted
