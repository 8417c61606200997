-- Nothing waits for this test: it also looks at a table on which no model rests, so that an error skips no model.
-- depends_on: {{ ref('fct_findings') }}
with

emissions as (
    select * from {{ ref('fct_emissions') }}
),

frame_lines as (
    select * from {{ ref('frame_lines') }}
),

frame_mapping as (
    select * from {{ ref('frame_mapping') }}
),

placed as (
    {%- for frame, column in [('ladder', 'ladder_line'), ('ghg_protocol', 'ghg_line'), ('iso_14064', 'iso_line')] %}
    select distinct
        '{{ frame }}' as frame,
        activity_category,
        component,
        {{ column }} as line
    from emissions
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

mapped as (
    select
        frame,
        activity_category,
        component,
        count(*) as line_count
    from frame_mapping
    group by
        frame,
        activity_category,
        component
),

misplaced as (
    select
        placed.frame,
        placed.activity_category,
        placed.component,
        placed.line,
        coalesce(mapped.line_count, 0) as line_count
    from placed
    left join frame_lines
        on placed.frame = frame_lines.frame
        and placed.line = frame_lines.line
    left join mapped
        on placed.frame = mapped.frame
        and placed.activity_category = mapped.activity_category
        and placed.component = mapped.component
    where
        frame_lines.line is null
        or coalesce(mapped.line_count, 0) <> 1
)

select
    {{ finding(
        key=['frame', 'activity_category', 'component'],
        message=say(['activity_category', "' ('", 'component', "') stands on line '", 'line', "' of '", 'frame', "', by '", 'line_count', "' rows of the frame mapping'"]),
        extract_name="'frame_mapping'"
    ) }}
from misplaced
