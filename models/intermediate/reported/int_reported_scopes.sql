with

figures as (
    select * from {{ ref('int_reported_figures') }}
    where problem is null
),

metrics as (
    select * from {{ ref('reported_metrics') }}
),

members as (
    select * from {{ ref('reported_metric_members') }}
),

periods as (
    select * from {{ ref('int_reported_periods') }}
),

-- What the figures themselves speak of: searched in full.
spoken as (
    select
        metric,
        entity,
        end_period as period_label
    from figures
    union
    select
        base_metric as metric,
        entity,
        end_period as period_label
    from figures
    where kind = 'change'
    union
    select
        base_metric as metric,
        entity,
        base_period as period_label
    from figures
    where kind = 'change'
    union
    select
        base_metric as metric,
        entity,
        end_period as period_label
    from figures
    where kind = 'share'
    union
    select
        denominator as metric,
        entity,
        end_period as period_label
    from figures
    where kind = 'share'
),

-- What they are compared with: the parts of a total, the group, and the other periods of the company. Measured as a whole.
compared as (
    select
        metric,
        entity,
        period_label,
        true as is_searched
    from spoken
    union all
    select
        members.member as metric,
        spoken.entity,
        spoken.period_label,
        false as is_searched
    from spoken
    inner join members
        on spoken.metric = members.metric
        and members.role = 'part'
    union all
    select
        metric,
        'group' as entity,
        period_label,
        false as is_searched
    from spoken
    union all
    select
        spoken.metric,
        spoken.entity,
        other_periods.period_label,
        false as is_searched
    from spoken
    inner join periods
        on spoken.period_label = periods.period_label
    inner join periods as other_periods
        on periods.period_kind = other_periods.period_kind
        and other_periods.is_company_year
),

scopes as (
    select
        compared.metric || '|' || compared.entity || '|' || compared.period_label as scope_id,
        compared.metric,
        metrics.kind,
        metrics.unit,
        compared.entity,
        compared.period_label,
        periods.period_start,
        periods.period_end,
        max(case when compared.is_searched then 1 else 0 end) = 1 as is_searched
    from compared
    inner join metrics
        on compared.metric = metrics.metric
    inner join periods
        on compared.period_label = periods.period_label
    where metrics.kind in ('emissions', 'quantity', 'count', 'analysis')
    group by
        compared.metric,
        metrics.kind,
        metrics.unit,
        compared.entity,
        compared.period_label,
        periods.period_start,
        periods.period_end
)

select * from scopes
