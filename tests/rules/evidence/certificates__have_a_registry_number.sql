with

certificates as (
    select * from {{ ref('stg_power_certificates') }}
    where
        occurrence = 1
        and (
            registry_id is null
            or evidence_reference is null
        )
),

covered as (
    {{ kg_of_certificates() }}
)

select
    {{ finding(
        key=['line_id'],
        message=say(["'lot '", 'line_id', "' has registry number '", 'registry_id', "' and evidence '", 'evidence_reference']),
        given=['entity_id', 'location_id', 'extract_name', 'line_id', 'source_file', 'source_row'],
        reporting_year='extract(year from production_from)',
        column_name="'registry_id'",
        cell_value='registry_id',
        kg_co2e='covered.kg_co2e'
    ) }}
from certificates
left join covered
    on certificates.line_id = covered.certificate_line_id
