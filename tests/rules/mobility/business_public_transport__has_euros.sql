with

lines as (
    select * from {{ ref('int_wpm_lines') }}
    where
        extract_name = 'trips'
        and exclusion_reason is null
        and category = 'public_transport'
        and coalesce(amount_eur, 0) = 0
)

select
    {{ finding(
        key=['extract_name', 'line_id'],
        message=say([
            'extract_name', "', line '", 'line_id', "': public transport without euros; its kilometres emit, the form has no cell for them'"
        ]),
        given=['entity_id', 'extract_name', 'line_id', 'source_file', 'source_row'],
        reporting_year='extract(year from period_start)',
        column_name="'amount_eur'"
    ) }}
from lines
