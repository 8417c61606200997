with

lots as (
    select * from {{ ref('int_certificate_lots') }}
),

certificates as (
    select * from {{ ref('stg_power_certificates') }}
    where occurrence = 1
),

covers as (
    select * from {{ ref('int_location_certificates') }}
    union all
    select * from {{ ref('int_entity_certificates') }}
),

used as (
    select
        certificate_line_id,
        sum(covered_quantity) as used_quantity
    from covers
    group by certificate_line_id
),

unused as (
    select
        lots.line_id,
        lots.entity_id,
        lots.location_id,
        lots.reporting_year,
        lots.lot_quantity,
        coalesce(used.used_quantity, 0) as used_quantity,
        certificates.extract_name,
        certificates.source_file,
        certificates.source_row
    from lots
    left join used
        on lots.line_id = used.certificate_line_id
    inner join certificates
        on lots.line_id = certificates.line_id
    where lots.lot_quantity > coalesce(used.used_quantity, 0)
)

select
    {{ finding(
        key=['line_id'],
        message=say(["'lot '", 'line_id', "' of '", short('lot_quantity'), "' kWh covers '", short('used_quantity'), "' kWh of consumption'"]),
        given=['entity_id', 'location_id', 'reporting_year', 'extract_name', 'line_id', 'source_file', 'source_row'],
        activity_type="'electricity'"
    ) }}
from unused
