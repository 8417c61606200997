{#- The countries of the European Union and the European Economic Area, which accept each other's guarantees of origin by
    article 19 of Directive (EU) 2018/2001. -#}
{% set accepted_countries = [
    'AT', 'BE', 'BG', 'CY', 'CZ', 'DE', 'DK', 'EE', 'ES', 'FI', 'FR', 'GR', 'HR', 'HU', 'IE', 'IS', 'IT', 'LI', 'LT', 'LU', 'LV',
    'MT', 'NL', 'NO', 'PL', 'PT', 'RO', 'SE', 'SI', 'SK',
] %}
with

certificates as (
    select * from {{ ref('stg_power_certificates') }}
    where occurrence = 1
),

covered as (
    {{ kg_of_certificates() }}
)

select
    {{ finding(
        key=['line_id'],
        message=say(["'lot '", 'line_id', "' was produced in '", 'country', "', from '", 'energy_source']),
        given=['entity_id', 'location_id', 'extract_name', 'line_id', 'source_file', 'source_row'],
        reporting_year='extract(year from production_from)',
        column_name="'country'",
        cell_value='country',
        kg_co2e='covered.kg_co2e'
    ) }}
from certificates
left join covered
    on certificates.line_id = covered.certificate_line_id
where coalesce(upper(country), '') not in ({{ literals(accepted_countries) }})
