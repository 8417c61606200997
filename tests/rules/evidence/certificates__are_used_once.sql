with

-- The lot that was cancelled first covers; the others of its number do not (int_certificate_lots).
certificates as (
    select * from {{ ref('stg_power_certificates') }}
    where occurrence = 1
),

numbered as (
    select
        certificates.*,
        row_number() over (
            partition by registry_id
            order by cancelled_on nulls last, line_id
        ) as registry_rank,
        first_value(line_id) over (
            partition by registry_id
            order by cancelled_on nulls last, line_id
        ) as first_line_id
    from certificates
)

select
    {{ finding(
        key=['line_id'],
        message=say(["'lot '", 'line_id', "' has registry number '", 'registry_id', "' of lot '", 'first_line_id', "' and covers nothing'"]),
        given=['entity_id', 'location_id', 'extract_name', 'line_id', 'source_file', 'source_row'],
        reporting_year='extract(year from production_from)',
        column_name="'registry_id'",
        cell_value='registry_id'
    ) }}
from numbered
where
    registry_id is not null
    and registry_rank > 1
