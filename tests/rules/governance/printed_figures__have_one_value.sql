with

-- Targets have a rule of their own (they are decided, not measured).
figures as (
    select * from {{ ref('int_reported_figures') }}
    where
        problem is null
        and basis <> 'target'
),

-- Two figures agree where both may be the same number, each rounded in its own way.
contradictions as (
    select
        figures.metric,
        figures.entity,
        figures.period,
        min(figures.figure_id) as first_figure,
        max(others.figure_id) as last_figure,
        min(case when figures.printed_value < others.printed_value then figures.printed_value else others.printed_value end) as lowest_value,
        max(case when figures.printed_value < others.printed_value then others.printed_value else figures.printed_value end) as highest_value,
        max(figures.unit) as unit
    from figures
    inner join figures as others
        on figures.metric = others.metric
        and figures.entity = others.entity
        and figures.period = others.period
        and figures.figure_id < others.figure_id
    where abs(figures.printed_value - others.printed_value) * 2 > figures.printed_step + others.printed_step
    group by
        figures.metric,
        figures.entity,
        figures.period
)

select
    {{ finding(
        key=['metric', 'entity', 'period'],
        message=say([
            'metric', "' of '", 'entity', "' in '", 'period', "' is printed as '", short('lowest_value', 2), "' and as '", short('highest_value', 2), "' '", 'unit',
            "' (figures '", 'first_figure', "' to '", 'last_figure', "')'"
        ]),
        extract_name="'reported_figures'",
        line_id='first_figure',
        column_name="'value'",
        cell_value='lowest_value',
        kg_co2e="case when unit = 't_co2e' then (highest_value - lowest_value) * 1000 end"
    ) }}
from contradictions
