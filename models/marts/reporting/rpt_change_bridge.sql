with

steps as (
    select * from {{ ref('int_change_steps') }}
),

pairs as (
    select * from {{ ref('int_change_pairs') }}
),

frame_lines as (
    select * from {{ ref('frame_lines') }}
),

base_lines as (
    select * from {{ ref('int_base_year_lines') }}
),

framed as (
    {% for frame, line in [('ladder', 'ladder_line'), ('ghg_protocol', 'ghg_line'), ('iso_14064', 'iso_line')] -%}
    select
        '{{ frame }}' as frame,
        {{ line }} as line,
        pair_id,
        start_kg,
        activity_kg,
        factor_kg,
        boundary_kg,
        method_kg,
        error_kg,
        end_kg,
        merged_kg
    from steps
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

summed as (
    select
        framed.frame,
        framed.line,
        pairs.pair_kind,
        pairs.start_year,
        pairs.reporting_year,
        pairs.start_version,
        pairs.end_version,
        {%- for step in ['start', 'activity', 'factor', 'boundary', 'method', 'error', 'end'] %}
        {{ to_tonnes('sum(framed.' ~ step ~ '_kg)') }} as {{ step }}_t,
        {%- endfor %}
        {{ to_tonnes('sum(framed.merged_kg)') }} as merged_t
    from framed
    inner join pairs
        on framed.pair_id = pairs.pair_id
    left join base_lines
        on pairs.pair_kind = 'base'
        and framed.frame = base_lines.frame
        and framed.line = base_lines.line
        and pairs.start_year = base_lines.base_year
    where
        pairs.pair_kind <> 'base'
        or base_lines.line is not null
    group by
        framed.frame,
        framed.line,
        pairs.pair_kind,
        pairs.start_year,
        pairs.reporting_year,
        pairs.start_version,
        pairs.end_version
),

bridge as (
    select
        summed.frame,
        summed.line,
        summed.pair_kind,
        summed.start_year,
        summed.reporting_year,
        summed.start_version,
        summed.end_version,
        frame_lines.label_nl as line_label_nl,
        frame_lines.label_en as line_label_en,
        {{ read_integer('frame_lines.line_order') }} as line_order,
        summed.start_t,
        summed.activity_t,
        summed.factor_t,
        summed.boundary_t,
        summed.method_t,
        summed.error_t,
        summed.end_t,
        summed.merged_t
    from summed
    left join frame_lines
        on summed.frame = frame_lines.frame
        and summed.line = frame_lines.line
)

select * from bridge
