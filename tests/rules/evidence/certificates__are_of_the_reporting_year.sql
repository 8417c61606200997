with

certificates as (
    select * from {{ ref('stg_power_certificates') }}
    where occurrence = 1
),

company_years as (
    select * from {{ ref('int_company_years') }}
)

select
    {{ finding(
        key=['line_id'],
        message=say(["'lot '", 'line_id', "' was produced from '", 'production_from', "' to '", 'production_to']),
        given=['entity_id', 'location_id', 'extract_name', 'line_id', 'source_file', 'source_row'],
        reporting_year='extract(year from production_from)',
        column_name="'production_from'",
        cell_value='production_from'
    ) }}
from certificates
left join company_years
    on extract(year from certificates.production_from) = company_years.reporting_year
where
    company_years.reporting_year is null
    or extract(year from certificates.production_from) <> extract(year from certificates.production_to)
    or certificates.production_from > certificates.production_to
