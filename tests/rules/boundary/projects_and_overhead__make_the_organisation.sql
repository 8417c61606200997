with

emissions as (
    select
        emissions.project_id,
        emissions.reporting_year,
        -- Kilograms of persons are told of no group: a project may be one person's.
        cast(sum(case when activity_types.is_person_borne then 0 else emissions.kg_co2e end) as decimal(27, 6)) as kg_co2e
    from {{ ref('fct_emissions') }} as emissions
    inner join {{ ref('int_company_years') }} as company_years
        on emissions.reporting_year = company_years.reporting_year
    inner join {{ ref('stg_activity_types') }} as activity_types
        on emissions.activity_type = activity_types.activity_type
    group by
        emissions.project_id,
        emissions.reporting_year
),

projects as (
    select distinct
        project_id,
        {{ adapter.quote('year') }} as reporting_year
    from {{ ref('stg_projects') }}
    where
        project_id is not null
        and lower(project_id) <> 'none'
),

-- Overhead is what names no project; a project that the list of its year does not hold is neither.
unlisted as (
    select emissions.*
    from emissions
    left join projects
        on emissions.project_id = projects.project_id
        and emissions.reporting_year = projects.reporting_year
    where
        emissions.project_id is not null
        and projects.project_id is null
)

select
    {{ finding(
        key=['project_id', 'reporting_year'],
        message=say(["'lines of '", 'reporting_year', "' name project '", 'project_id', "', which is not on the list of that year: projects and overhead do not make the organisation'"]),
        given=['reporting_year'],
        extract_name="'projects'",
        column_name="'project_id'",
        cell_value='project_id',
        kg_co2e='kg_co2e'
    ) }}
from unlisted
