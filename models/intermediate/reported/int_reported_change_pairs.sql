with

figures as (
    select * from {{ ref('int_reported_figures') }}
    where
        problem is null
        and kind = 'change'
),

periods as (
    select * from {{ ref('int_reported_periods') }}
),

business_metrics as (
    select * from {{ ref('int_reported_business_metrics') }}
),

options as (
    select
        axis,
        {{ adapter.quote('option') }} as option_key,
        {{ read_integer('changes') }} as changes
    from {{ ref('explanation_options') }}
),

-- The two periods as printed, or one of them replaced by another of the same length.
period_pairs as (
    select
        figures.figure_id,
        figures.entity,
        figures.denominator,
        figures.base_period,
        figures.end_period,
        'own' as period_option,
        cast(null as {{ dbt.type_string() }}) as other_period
    from figures
    union all
    select
        figures.figure_id,
        figures.entity,
        figures.denominator,
        other_periods.period_label as base_period,
        figures.end_period,
        'other' as period_option,
        other_periods.period_label || '-' || figures.end_period as other_period
    from figures
    inner join periods
        on figures.base_period = periods.period_label
    inner join periods as end_periods
        on figures.end_period = end_periods.period_label
    inner join periods as other_periods
        on periods.period_kind = other_periods.period_kind
        and other_periods.is_company_year
        and figures.base_period <> other_periods.period_label
        and end_periods.calendar_year > other_periods.calendar_year
    union all
    select
        figures.figure_id,
        figures.entity,
        figures.denominator,
        figures.base_period,
        other_periods.period_label as end_period,
        'other' as period_option,
        figures.base_period || '-' || other_periods.period_label as other_period
    from figures
    inner join periods
        on figures.base_period = periods.period_label
    inner join periods as other_periods
        on other_periods.is_company_year
        and figures.end_period <> other_periods.period_label
        and periods.calendar_year < other_periods.calendar_year
),

period_changes as (
    select
        period_pairs.*,
        options.changes as period_changes
    from period_pairs
    inner join options
        on options.axis = 'period'
        and period_pairs.period_option = options.option_key
),

-- What stands below the line: the metric of the figure, another one that was delivered for both periods, or nothing.
denominators as (
    select
        period_changes.*,
        case
            when period_changes.denominator = end_metrics.business_metric then 'own'
            else 'other'
        end as denominator_option,
        end_metrics.business_metric as denominator_metric,
        base_metrics.metric_value as base_by,
        end_metrics.metric_value as end_by
    from period_changes
    inner join business_metrics as end_metrics
        on period_changes.end_period = end_metrics.period_label
        and period_changes.entity = end_metrics.entity
    inner join business_metrics as base_metrics
        on period_changes.base_period = base_metrics.period_label
        and period_changes.entity = base_metrics.entity
        and end_metrics.business_metric = base_metrics.business_metric
    union all
    select
        period_changes.*,
        case when period_changes.denominator is null then 'own' else 'without' end as denominator_option,
        cast(null as {{ dbt.type_string() }}) as denominator_metric,
        cast(1 as decimal(19, 6)) as base_by,
        cast(1 as decimal(19, 6)) as end_by
    from period_changes
),

change_pairs as (
    select
        denominators.figure_id,
        denominators.base_period,
        denominators.end_period,
        denominators.period_option,
        denominators.other_period,
        denominators.denominator_option,
        denominators.denominator_metric,
        denominators.base_by,
        denominators.end_by,
        denominators.period_changes + options.changes as changes
    from denominators
    inner join options
        on options.axis = 'denominator'
        and denominators.denominator_option = options.option_key
)

select * from change_pairs
