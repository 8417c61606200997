{#- How a value was computed, as int_reported_values has it. -#}
{%- set basis = [
    'edition_id',
    'supply_option',
    'component_option',
    'claim_option',
    'placing_option',
    'spend_option',
    'extrapolation_option',
] -%}
{%- set subtotal = ['subtotal_option', 'subtotal_dimension', 'subtotal_member'] -%}
with

figures as (
    select * from {{ ref('int_reported_figures') }}
    where problem is null
),

recomputed as (
    select * from {{ ref('int_reported_recomputed') }}
),

reported_values as (
    select * from {{ ref('int_reported_values') }}
),

own_values as (
    select * from {{ ref('int_reported_own_values') }}
),

periods as (
    select * from {{ ref('int_reported_periods') }}
),

analysis_values as (
    select * from {{ ref('int_reported_analysis_values') }}
    where changes > 0
),

savings as (
    select
        *,
        saving_pct as candidate_value
    from {{ ref('int_reported_savings') }}
    where changes > 0
),

change_pairs as (
    select * from {{ ref('int_reported_change_pairs') }}
),

as_it_is as (
    select
        figure_id,
        recomputed_value as candidate_value
    from recomputed
),

subtotals as (
    select
        figures.figure_id,
        {%- for column in basis + subtotal %}
        reported_values.{{ column }},
        {%- endfor %}
        reported_values.changes,
        reported_values.basis_order + 100000000 * reported_values.subtotal_order as candidate_order,
        reported_values.reported_value as candidate_value
    from figures
    inner join reported_values
        on figures.metric = reported_values.metric
        and figures.entity = reported_values.entity
        and figures.end_period = reported_values.period_label
    where
        reported_values.changes > 0
        and reported_values.kind = figures.kind
),

other_measures as (
    select
        figures.figure_id,
        analysis_values.measure_option,
        analysis_values.measure,
        analysis_values.changes,
        analysis_values.reported_value as candidate_value
    from figures
    inner join analysis_values
        on figures.metric = analysis_values.metric
        and figures.entity = analysis_values.entity
        and figures.end_period = analysis_values.period_label
),

other_periods as (
    select
        figures.figure_id,
        own_values.period_label as other_period,
        own_values.own_value as candidate_value
    from figures
    inner join periods
        on figures.end_period = periods.period_label
    inner join own_values
        on figures.metric = own_values.metric
        and figures.entity = own_values.entity
        and figures.end_period <> own_values.period_label
    inner join periods as value_periods
        on own_values.period_label = value_periods.period_label
        and periods.period_kind = value_periods.period_kind
),

-- Both ends of a change on the same basis; another pair of periods only as a whole.
changed as (
    select
        figures.figure_id,
        {%- for column in basis + subtotal %}
        end_values.{{ column }},
        {%- endfor %}
        change_pairs.period_option,
        change_pairs.other_period,
        change_pairs.denominator_option,
        change_pairs.denominator_metric,
        end_values.changes + change_pairs.changes as changes,
        end_values.basis_order + 100000000 * end_values.subtotal_order as candidate_order,
        {{ relative_change(
            'end_values.reported_value', 'change_pairs.end_by', 'base_values.reported_value', 'change_pairs.base_by'
        ) }} as candidate_value
    from figures
    inner join change_pairs
        on figures.figure_id = change_pairs.figure_id
    inner join reported_values as end_values
        on figures.base_metric = end_values.metric
        and figures.entity = end_values.entity
        and change_pairs.end_period = end_values.period_label
    inner join reported_values as base_values
        on figures.base_metric = base_values.metric
        and figures.entity = base_values.entity
        and change_pairs.base_period = base_values.period_label
        and end_values.basis_id = base_values.basis_id
        and end_values.subtotal_option = base_values.subtotal_option
        and end_values.subtotal_member = base_values.subtotal_member
    where
        end_values.changes + change_pairs.changes between 1 and 2
        and end_values.reported_value >= 0
        and base_values.reported_value > 0
),

-- Part and whole of a share on the same basis; in thousandths, because a ratio reads six decimals and values have nine.
shared as (
    select
        figures.figure_id,
        {%- for column in basis %}
        part_values.{{ column }},
        {%- endfor %}
        part_values.changes,
        part_values.basis_order as candidate_order,
        cast({{ ratio('(part_values.reported_value * 100000)', '(whole_values.reported_value * 1000)', 6) }} as decimal(27, 9)) as candidate_value
    from figures
    inner join reported_values as part_values
        on figures.base_metric = part_values.metric
        and figures.entity = part_values.entity
        and figures.end_period = part_values.period_label
    inner join reported_values as whole_values
        on figures.denominator = whole_values.metric
        and figures.entity = whole_values.entity
        and figures.end_period = whole_values.period_label
        and part_values.basis_id = whole_values.basis_id
    where
        figures.kind = 'share'
        and part_values.changes > 0
        and part_values.subtotal_option = 'whole'
        and whole_values.subtotal_option = 'whole'
),

candidates as (
    {{ candidate('as_it_is') }}
    union all
    {{ candidate('subtotals', given=basis + subtotal + ['changes', 'candidate_order']) }}
    union all
    {{ candidate('other_measures', given=['measure_option', 'measure', 'changes']) }}
    union all
    {{ candidate('other_periods', given=['other_period'], values={'period_option': "'other'", 'changes': '1'}) }}
    union all
    {{ candidate(
        'savings',
        given=['edition_id', 'component_option', 'comparison_option', 'changes'],
        values={'comparison_member': "case comparison_option when 'other' then comparison_member end"}
    ) }}
    union all
    {{ candidate(
        'changed',
        given=basis + subtotal + [
            'period_option', 'other_period', 'denominator_option', 'denominator_metric', 'changes', 'candidate_order'
        ]
    ) }}
    union all
    {{ candidate('shared', given=basis + ['changes', 'candidate_order']) }}
)

select * from candidates
