with

figures as (
    select * from {{ ref('stg_reported_figures') }}
),

metrics as (
    select * from {{ ref('reported_metrics') }}
),

scopes_of_entities as (
    select 'group' as entity
    union
    select location_id as entity
    from {{ ref('stg_locations') }}
    where location_id is not null
    union
    select entity_id as entity
    from {{ ref('stg_entities') }}
    where entity_id is not null
),

periods as (
    select period_label from {{ ref('int_reported_periods') }}
),

-- A pair of periods is `base-end`; a single period is its own end and has no base.
numbered as (
    select
        figures.*,
        row_number() over (partition by figures.figure_id order by figures.metric, figures.period, figures.value_text) as occurrence,
        case
            when figures.period like '%-%' then {{ dbt.split_part('figures.period', "'-'", 1) }}
        end as base_period,
        case
            when figures.period like '%-%' then {{ dbt.split_part('figures.period', "'-'", 2) }}
            else figures.period
        end as end_period
    from figures
),

joined as (
    select
        numbered.figure_id,
        numbered.occurrence,
        numbered.metric,
        numbered.entity,
        numbered.period,
        numbered.base_period,
        numbered.end_period,
        metrics.kind,
        metrics.base_metric,
        metrics.denominator,
        metrics.required_input,
        metrics.label_nl as metric_label_nl,
        metrics.label_en as metric_label_en,
        numbered.value_text as printed_text,
        cast(numbered.{{ adapter.quote('value') }} as decimal(27, 9)) as printed_value,
        numbered.unit,
        numbered.printed_decimals,
        {{ printed_step('numbered.printed_decimals') }} as printed_step,
        numbered.basis,
        numbered.plan_section,
        numbered.input_basis,
        case
            when numbered.figure_id is null or numbered.occurrence > 1 then 'figure_id'
            when metrics.metric is null then 'metric'
            when numbered.{{ adapter.quote('value') }} is null or {{ printed_step('numbered.printed_decimals') }} is null then 'value'
            when metrics.unit <> numbered.unit or numbered.unit is null then 'unit'
            when scopes_of_entities.entity is null then 'entity'
            when numbered.input_basis is null then 'input_basis'
            -- What is never recomputed may speak of any year.
            when metrics.kind = 'none' then null
            when end_periods.period_label is null or (numbered.base_period is not null and base_periods.period_label is null)
                then 'period'
            when (metrics.kind = 'change' and numbered.base_period is null) or (metrics.kind <> 'change' and numbered.base_period is not null)
                then 'period'
        end as problem
    from numbered
    left join metrics
        on numbered.metric = metrics.metric
    left join scopes_of_entities
        on numbered.entity = scopes_of_entities.entity
    left join periods as end_periods
        on numbered.end_period = end_periods.period_label
    left join periods as base_periods
        on numbered.base_period = base_periods.period_label
)

select * from joined
