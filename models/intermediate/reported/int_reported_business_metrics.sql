with

business_metrics as (
    select * from {{ ref('stg_business_metrics') }}
    where
        occurrence = 1
        and {{ adapter.quote('value') }} is not null
),

periods as (
    select * from {{ ref('int_reported_periods') }}
),

-- Lines that lie in the period as a whole add up, over entities and half-years. A stock that is stated for the year has
-- no value for half of it.
by_entity as (
    select
        periods.period_label,
        business_metrics.metric as business_metric,
        business_metrics.entity_id as entity,
        sum(business_metrics.{{ adapter.quote('value') }}) as metric_value
    from business_metrics
    inner join periods
        on business_metrics.period_start >= periods.period_start
        and business_metrics.period_end <= periods.period_end
    where business_metrics.metric is not null
    group by
        periods.period_label,
        business_metrics.metric,
        business_metrics.entity_id
),

metric_values as (
    select
        period_label,
        business_metric,
        entity,
        cast(metric_value as decimal(19, 6)) as metric_value
    from by_entity
    union all
    select
        period_label,
        business_metric,
        'group' as entity,
        cast(sum(metric_value) as decimal(19, 6)) as metric_value
    from by_entity
    group by
        period_label,
        business_metric
)

select * from metric_values
