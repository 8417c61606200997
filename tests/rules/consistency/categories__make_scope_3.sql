-- Nothing waits for this test: it also looks at a table on which no model rests, so that an error skips no model.
-- depends_on: {{ ref('fct_findings') }}
with

sums as (
    {%- for frame, column in [('ladder', 't_co2e_ladder'), ('ladder', 't_co2e_as_reported'), ('ghg_protocol', 't_co2e')] %}
    select
        '{{ frame }}' as frame,
        '{{ column }}' as column_name,
        reporting_year,
        sum(coalesce({{ column }}, 0)) as t_co2e
    from {{ ref('rpt_scope_3_categories') }}
    group by reporting_year
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

scopes as (
    select
        frame,
        reporting_year,
        sum(t_co2e) as t_co2e
    from {{ ref('rpt_footprint') }}
    where scope = 'scope_3'
    group by
        frame,
        reporting_year
),

unequal as (
    select
        sums.column_name,
        sums.reporting_year,
        sums.t_co2e as categories_t_co2e,
        coalesce(scopes.t_co2e, 0) as scope_t_co2e
    from sums
    left join scopes
        on sums.frame = scopes.frame
        and sums.reporting_year = scopes.reporting_year
    where sums.t_co2e <> coalesce(scopes.t_co2e, 0)
)

select
    {{ finding(
        key=['column_name', 'reporting_year'],
        message=say([
            "'the categories make '", 'categories_t_co2e', "' t in '", 'reporting_year', "' ('", 'column_name', "'), scope 3 is '", 'scope_t_co2e', "' t'"
        ]),
        given=['reporting_year', 'column_name']
    ) }}
from unequal
