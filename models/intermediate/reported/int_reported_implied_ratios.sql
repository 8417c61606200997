with

figures as (
    select * from {{ ref('int_reported_figures') }}
    where
        problem is null
        and kind = 'change'
        and denominator is not null
),

printed_values as (
    select * from {{ ref('int_reported_printed_values') }}
    where stated_rank = 1
),

own_pairs as (
    select * from {{ ref('int_reported_change_pairs') }}
    where changes = 0
),

-- A printed relative change and the printed amounts together imply how the denominator changed:
-- (end amount / base amount) / (1 + change). Figures that speak of one denominator should imply one ratio.
implied as (
    select
        figures.figure_id,
        substr(
            coalesce(', ' || base_values.based_on_figure, '') || coalesce(', ' || end_values.based_on_figure, ''),
            3
        ) as implied_from_figures,
        {{ ratio(
            '(cast(' ~ ratio('(end_values.stated_value * 1000000)', 'base_values.stated_value', 6) ~ ' as decimal(27, 9)) * 100)',
            '((100 + figures.printed_value) * 1000000)',
            6
        ) }} as implied_denominator_ratio,
        {{ ratio('own_pairs.end_by', 'own_pairs.base_by', 6) }} as delivered_denominator_ratio
    from figures
    inner join printed_values as end_values
        on figures.base_metric = end_values.metric
        and figures.entity = end_values.entity
        and figures.end_period = end_values.period_label
    inner join printed_values as base_values
        on figures.base_metric = base_values.metric
        and figures.entity = base_values.entity
        and figures.base_period = base_values.period_label
    left join own_pairs
        on figures.figure_id = own_pairs.figure_id
)

select * from implied
