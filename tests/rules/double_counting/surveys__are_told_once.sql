with

lines as (
    select * from {{ ref('stg_subcontractor_travel') }}
    where
        occurrence = 1
        and supplier_id is not null
        and mode is not null
),

numbered as (
    select
        lines.*,
        min(lines.line_id) over (
            partition by lines.supplier_id, lines.{{ adapter.quote('year') }}, lines.mode, coalesce(lines.fuel, 'unknown')
        ) as first_line_id
    from lines
)

select
    {{ finding(
        key=['line_id'],
        message=say([
            "'subcontractor_travel, line '", 'line_id', "': '", 'supplier_id', "' tells its kilometres by '", 'mode', "' in line '", 'first_line_id', "' as well'"
        ]),
        given=['activity_type', 'extract_name', 'line_id', 'source_file', 'source_row'],
        reporting_year=adapter.quote('year')
    ) }}
from numbered
where line_id <> first_line_id
