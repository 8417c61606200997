-- Nothing waits for this test: it also looks at a table on which no model rests, so that an error skips no model.
-- depends_on: {{ ref('fct_findings') }}
with

bridge as (
    select * from {{ ref('rpt_change_bridge') }}
),

base_year as (
    select * from {{ ref('rpt_base_year') }}
),

footprint as (
    select
        frame,
        line,
        reporting_year,
        sum(t_co2e) as t_co2e
    from {{ ref('rpt_footprint') }}
    group by
        frame,
        line,
        reporting_year
),

published_rows as (
    select * from {{ ref('stg_published_rows') }}
),

published as (
    {% for frame, line in [('ladder', 'ladder_line'), ('ghg_protocol', 'ghg_line'), ('iso_14064', 'iso_line')] -%}
    select
        '{{ frame }}' as frame,
        {{ line }} as line,
        reporting_year,
        version,
        {{ to_tonnes('sum(kg_co2e)') }} as t_co2e
    from published_rows
    group by
        {{ line }},
        reporting_year,
        version
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

-- Start and end as the marts and the publications have them; a line that is not there is zero.
expected as (
    select
        bridge.*,
        coalesce(case when bridge.start_version = 'current' then start_footprint.t_co2e else start_published.t_co2e end, 0) as expected_start_t,
        coalesce(case when bridge.end_version = 'current' then end_footprint.t_co2e else end_published.t_co2e end, 0) as expected_end_t
    from bridge
    left join footprint as start_footprint
        on bridge.frame = start_footprint.frame
        and bridge.line = start_footprint.line
        and bridge.start_year = start_footprint.reporting_year
    left join footprint as end_footprint
        on bridge.frame = end_footprint.frame
        and bridge.line = end_footprint.line
        and bridge.reporting_year = end_footprint.reporting_year
    left join published as start_published
        on bridge.frame = start_published.frame
        and bridge.line = start_published.line
        and bridge.start_year = start_published.reporting_year
        and bridge.start_version = start_published.version
    left join published as end_published
        on bridge.frame = end_published.frame
        and bridge.line = end_published.line
        and bridge.reporting_year = end_published.reporting_year
        and bridge.end_version = end_published.version
),

unequal as (
    select
        frame,
        line,
        pair_kind,
        start_year,
        reporting_year,
        start_version,
        {{ say([
            "'start '", 'start_t', "' (expected '", 'expected_start_t', "') + '", 'activity_t', "' + '", 'factor_t', "' + '", 'boundary_t', "' + '", 'method_t',
            "' + '", 'error_t', "' = '", 'end_t', "' (expected '", 'expected_end_t', "')'"
        ]) }} as sum_text
    from expected
    where
        start_t + activity_t + factor_t + boundary_t + method_t + error_t <> end_t
        or start_t <> expected_start_t
        or end_t <> expected_end_t
        or (pair_kind = 'restatement' and activity_t <> 0)
        or (pair_kind <> 'restatement' and error_t <> 0)
    union all
    select
        base_year.frame,
        base_year.line,
        'series' as pair_kind,
        base_year.base_year as start_year,
        base_year.reporting_year,
        'current' as start_version,
        {{ say([
            "'computed '", 'base_year.as_computed_t', "' (expected '", 'footprint.t_co2e', "') + '", 'base_year.factor_change_t', "' + '",
            'base_year.boundary_change_t', "' = '", 'base_year.restated_t'
        ]) }} as sum_text
    from base_year
    left join footprint
        on base_year.frame = footprint.frame
        and base_year.line = footprint.line
        and base_year.reporting_year = footprint.reporting_year
    where
        base_year.as_computed_t + base_year.factor_change_t + base_year.boundary_change_t <> base_year.restated_t
        or base_year.as_computed_t <> coalesce(footprint.t_co2e, 0)
)

select
    {{ finding(
        key=['frame', 'line', 'pair_kind', 'start_year', 'reporting_year', 'start_version'],
        message=say(['frame', "' '", 'line', "', '", 'pair_kind', "' '", 'start_year', "' to '", 'reporting_year', "', in t: '", 'sum_text']),
        given=['reporting_year']
    ) }}
from unequal
