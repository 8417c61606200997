with

lines as (
    select
        int_wpm_lines.*,
        case
            when quantity_basis = 'measured' then 1
            when quantity_basis in ('survey', 'estimated') then 3
            else 2
        end as basis_rank
    from {{ ref('int_wpm_lines') }} as int_wpm_lines
    where
        extract_name = 'vehicle_distances'
        and unreadable_reason is null
        and vehicle_id is not null
        and km > 0
),

-- A negative line corrects another one of the same days; two positive ones tell the same days twice.
told_twice as (
    select
        lines.extract_name,
        lines.line_id,
        lines.entity_id,
        lines.vehicle_id,
        lines.period_start,
        lines.source_file,
        lines.source_row,
        min(others.line_id) as first_line_id,
        max(case when lines.basis_rank = others.basis_rank then 1 else 0 end) = 1 as both_count
    from lines
    inner join lines as others
        on lines.vehicle_id = others.vehicle_id
        and lines.line_id > others.line_id
        and lines.period_start <= others.period_end
        and lines.period_end >= others.period_start
    group by
        lines.extract_name,
        lines.line_id,
        lines.entity_id,
        lines.vehicle_id,
        lines.period_start,
        lines.source_file,
        lines.source_row
)

select
    {{ finding(
        key=['line_id'],
        message=say([
            "'vehicle_distances, line '", 'line_id', "' tells days that line '", 'first_line_id', "' of vehicle '", 'vehicle_id', "' tells too: '",
            "case when both_count then 'both count' else 'in the mobility report the better one counts, measured first' end"
        ]),
        given=['entity_id', 'vehicle_id', 'extract_name', 'line_id', 'source_file', 'source_row'],
        reporting_year='extract(year from period_start)'
    ) }}
from told_twice
