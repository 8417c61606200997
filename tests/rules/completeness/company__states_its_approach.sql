with

files as (
    select * from {{ ref('int_delivered_files') }}
    where file_name = 'company'
),

company as (
    select * from {{ ref('stg_company') }}
),

company_years as (
    select count(*) as years_stated
    from {{ ref('int_company_years') }}
),

unstated as (
    select
        'consolidation_approach' as column_name,
        company.consolidation_approach_text as cell_value
    from files
    left join company
        on files.line_count > 0
    where coalesce(company.consolidation_approach, 'not_stated') = 'not_stated'
    union all
    select
        'reporting_years' as column_name,
        company.reporting_years as cell_value
    from files
    left join company
        on files.line_count > 0
    cross join company_years
    where company_years.years_stated = 0
)

select
    {{ finding(
        key=['column_name'],
        message=say(["'judgements/company.csv does not state '", 'column_name']),
        given=['column_name', 'cell_value'],
        extract_name="'company'",
        source_file="'judgements/company.csv'"
    ) }}
from unstated
