with

certificates as (
    select * from {{ ref('stg_power_certificates') }}
    where occurrence = 1
),

covered as (
    {{ kg_of_certificates() }}
),

entities as (
    select
        entity_id as known_entity_id,
        min(name) as entity_name
    from {{ ref('stg_entities') }}
    group by entity_id
)

select
    {{ finding(
        key=['line_id'],
        message=say(["'lot '", 'line_id', "' of entity '", 'entity_id', "' was cancelled for '''", 'beneficiary', "''''"]),
        given=['entity_id', 'location_id', 'extract_name', 'line_id', 'source_file', 'source_row'],
        reporting_year='extract(year from production_from)',
        column_name="'beneficiary'",
        cell_value='beneficiary',
        kg_co2e='covered.kg_co2e'
    ) }}
from certificates
left join covered
    on certificates.line_id = covered.certificate_line_id
left join entities
    on certificates.entity_id = entities.known_entity_id
where
    certificates.beneficiary is null
    or entities.entity_name is null
    or lower(certificates.beneficiary) <> lower(entities.entity_name)
