with

lines as (
    select * from {{ ref('stg_commuting') }}
    where
        occurrence = 1
        and employee_key is not null
        and period_end >= period_start
),

-- The same way by the same mode on the same days: two ways of one length to two places of work are rare enough to look at.
repeated as (
    select
        lines.extract_name,
        lines.line_id,
        lines.entity_id,
        lines.activity_type,
        lines.period_start,
        lines.source_file,
        lines.source_row,
        min(others.line_id) as first_line_id
    from lines
    inner join lines as others
        on lines.employee_key = others.employee_key
        and lines.mode = others.mode
        and lines.distance_one_way = others.distance_one_way
        and lines.line_id > others.line_id
        and lines.period_start <= others.period_end
        and lines.period_end >= others.period_start
    group by
        lines.extract_name,
        lines.line_id,
        lines.entity_id,
        lines.activity_type,
        lines.period_start,
        lines.source_file,
        lines.source_row
)

select
    {{ finding(
        key=['line_id'],
        message=say(["'commuting, line '", 'line_id', "' tells the way and the days of line '", 'first_line_id']),
        given=['entity_id', 'activity_type', 'extract_name', 'line_id', 'source_file', 'source_row'],
        reporting_year='extract(year from period_start)'
    ) }}
from repeated
