with

-- What the judgements say, and what is printed: one number per line, base year and year of the target.
statements as (
    select
        coalesce(line, '') as line,
        {{ say(['base_year', 'target_year'], "'-'", "''") }} as period,
        target_id as statement_id,
        kind as statement_kind,
        cast(change_pct as decimal(27, 9)) as change_pct
    from {{ ref('stg_targets') }}
    where change_pct is not null
    union all
    select
        replace(metric, 'target_', '') as line,
        period,
        figure_id as statement_id,
        cast(null as {{ dbt.type_string() }}) as statement_kind,
        printed_value as change_pct
    from {{ ref('int_reported_figures') }}
    where
        problem is null
        and basis = 'target'
),

grouped as (
    select
        line,
        period,
        min(change_pct) as lowest_pct,
        max(change_pct) as highest_pct,
        min(statement_id) as first_statement,
        max(statement_id) as last_statement,
        -- An absolute target and one per unit of revenue are two targets.
        sum(case when statement_kind = 'absolute' then 1 else 0 end) as absolute_count,
        sum(case when statement_kind = 'intensity' then 1 else 0 end) as intensity_count
    from statements
    group by
        line,
        period
)

select
    {{ finding(
        key=['line', 'period'],
        message=say(["'the target of '", 'line', "' for '", 'period', "' is stated as '", short('lowest_pct', 2), "'% and as '", short('highest_pct', 2), "'% ('", 'first_statement', "' to '", 'last_statement', "')'"]),
        extract_name="'targets'",
        line_id='first_statement',
        column_name="'change_pct'",
        cell_value='lowest_pct'
    ) }}
from grouped
where
    absolute_count > 1
    or intensity_count > 1
    or (lowest_pct <> highest_pct and not (absolute_count = 1 and intensity_count = 1))
