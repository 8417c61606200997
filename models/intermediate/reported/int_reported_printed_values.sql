with

figures as (
    select * from {{ ref('int_reported_figures') }}
    where
        problem is null
        and kind in ('emissions', 'quantity', 'count', 'analysis')
),

own_values as (
    select * from {{ ref('int_reported_own_values') }}
),

-- What may stand for a metric, entity and period: every figure that is printed for it; the recomputed value where none is.
printed as (
    select
        metric,
        entity,
        end_period as period_label,
        figure_id as based_on_figure,
        plan_section,
        printed_step,
        printed_value as stated_value,
        true as is_printed
    from figures
    union all
    select
        own_values.metric,
        own_values.entity,
        own_values.period_label,
        cast(null as {{ dbt.type_string() }}) as based_on_figure,
        cast(null as {{ dbt.type_string() }}) as plan_section,
        cast(null as decimal(19, 9)) as printed_step,
        own_values.own_value as stated_value,
        false as is_printed
    from own_values
    left join figures
        on own_values.metric = figures.metric
        and own_values.entity = figures.entity
        and own_values.period_label = figures.end_period
    where figures.figure_id is null
),

-- Of several printed figures the one with the most decimals leads, then the one closest to the recomputed value.
ranked as (
    select
        printed.*,
        row_number() over (
            partition by printed.metric, printed.entity, printed.period_label
            order by
                printed.printed_step nulls last,
                abs(printed.stated_value - own_values.own_value) nulls last,
                printed.based_on_figure nulls last
        ) as stated_rank
    from printed
    left join own_values
        on printed.metric = own_values.metric
        and printed.entity = own_values.entity
        and printed.period_label = own_values.period_label
)

select * from ranked
