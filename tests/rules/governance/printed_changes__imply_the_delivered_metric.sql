with

ratios as (
    select * from {{ ref('int_reported_implied_ratios') }}
    where
        implied_denominator_ratio is not null
        and delivered_denominator_ratio is not null
),

figures as (
    select * from {{ ref('int_reported_figures') }}
    where problem is null
)

select
    {{ finding(
        key=['ratios.figure_id'],
        message=say([
            "'figure '", 'ratios.figure_id', "' ('", 'figures.metric', "', '", 'figures.period', "') and the amounts of '", 'ratios.implied_from_figures', "' imply that '",
            'figures.denominator', "' became '", short('ratios.implied_denominator_ratio', 3), "' times as large; delivered is '", short('ratios.delivered_denominator_ratio', 3)
        ]),
        extract_name="'reported_figures'",
        line_id='ratios.figure_id',
        column_name="'value'",
        cell_value='figures.printed_value'
    ) }}
from ratios
inner join figures
    on ratios.figure_id = figures.figure_id
where abs(ratios.implied_denominator_ratio - ratios.delivered_denominator_ratio) * 20 > ratios.delivered_denominator_ratio
