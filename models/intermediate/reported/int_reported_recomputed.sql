with

figures as (
    select * from {{ ref('int_reported_figures') }}
    where problem is null
),

own_values as (
    select * from {{ ref('int_reported_own_values') }}
),

savings as (
    select * from {{ ref('int_reported_savings') }}
    where changes = 0
),

own_pairs as (
    select * from {{ ref('int_reported_change_pairs') }}
    where changes = 0
),

recomputed as (
    select
        figures.figure_id,
        own_values.own_value as recomputed_value
    from figures
    inner join own_values
        on figures.metric = own_values.metric
        and figures.entity = own_values.entity
        and figures.end_period = own_values.period_label
    union all
    select
        figure_id,
        saving_pct as recomputed_value
    from savings
    union all
    select
        figures.figure_id,
        {{ relative_change('end_values.own_value', 'own_pairs.end_by', 'base_values.own_value', 'own_pairs.base_by') }} as recomputed_value
    from figures
    inner join own_pairs
        on figures.figure_id = own_pairs.figure_id
    inner join own_values as end_values
        on figures.base_metric = end_values.metric
        and figures.entity = end_values.entity
        and own_pairs.end_period = end_values.period_label
    inner join own_values as base_values
        on figures.base_metric = base_values.metric
        and figures.entity = base_values.entity
        and own_pairs.base_period = base_values.period_label
    where figures.kind = 'change'
    union all
    select
        figures.figure_id,
        cast({{ ratio('(part_values.own_value * 100000)', '(whole_values.own_value * 1000)', 6) }} as decimal(27, 9)) as recomputed_value
    from figures
    inner join own_values as part_values
        on figures.base_metric = part_values.metric
        and figures.entity = part_values.entity
        and figures.end_period = part_values.period_label
    inner join own_values as whole_values
        on figures.denominator = whole_values.metric
        and figures.entity = whole_values.entity
        and figures.end_period = whole_values.period_label
    where figures.kind = 'share'
)

select * from recomputed
where recomputed_value is not null
