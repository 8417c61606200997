with

figures as (
    select * from {{ ref('int_reported_figures') }}
    where
        problem is null
        and kind <> 'none'
),

printed_values as (
    select * from {{ ref('int_reported_printed_values') }}
),

reported_values as (
    select * from {{ ref('int_reported_values') }}
),

change_pairs as (
    select * from {{ ref('int_reported_change_pairs') }}
    where
        period_option = 'own'
        and changes <= 1
),

parts as (
    select
        metric,
        member as part_metric,
        {{ read_integer('part_order') }} as part_order
    from {{ ref('reported_metric_members') }}
    where role = 'part'
),

part_counts as (
    select
        metric,
        cast(count(*) as integer) as part_count
    from parts
    group by metric
),

-- A figure that repeats the same digits explains nothing.
same_metric as (
    select
        figures.figure_id,
        figures.metric,
        figures.entity,
        figures.end_period,
        figures.kind,
        printed_values.based_on_figure,
        printed_values.stated_value as candidate_value,
        case when printed_values.plan_section = figures.plan_section then 0 else 1 end as other_sections
    from figures
    inner join printed_values
        on figures.metric = printed_values.metric
        and figures.entity = printed_values.entity
        and figures.end_period = printed_values.period_label
    where
        printed_values.is_printed
        and figures.figure_id <> printed_values.based_on_figure
        and (printed_values.printed_step < figures.printed_step or printed_values.stated_value <> figures.printed_value)
),

minus_part as (
    select
        same_metric.figure_id,
        same_metric.based_on_figure,
        same_metric.other_sections,
        reported_values.subtotal_option,
        reported_values.subtotal_dimension,
        reported_values.subtotal_member,
        reported_values.subtotal_order,
        reported_values.reported_value as part_value,
        cast(same_metric.candidate_value - reported_values.reported_value as decimal(27, 9)) as candidate_value
    from same_metric
    inner join reported_values
        on same_metric.metric = reported_values.metric
        and same_metric.entity = reported_values.entity
        and same_metric.end_period = reported_values.period_label
        and reported_values.subtotal_option = 'only_' || reported_values.subtotal_dimension
    where
        reported_values.changes = 1
        and same_metric.kind in ('emissions', 'quantity')
        and reported_values.reported_value <> 0
),

-- Totals: every combination of what may stand for the parts (up to four, as the seed's test says).
part_options as (
    select
        figures.figure_id,
        parts.part_order,
        part_counts.part_count,
        printed_values.based_on_figure,
        printed_values.stated_value,
        case when printed_values.is_printed and printed_values.plan_section <> figures.plan_section then 1 else 0 end as other_sections
    from figures
    inner join parts
        on figures.metric = parts.metric
    inner join part_counts
        on figures.metric = part_counts.metric
    inner join printed_values
        on parts.part_metric = printed_values.metric
        and figures.entity = printed_values.entity
        and figures.end_period = printed_values.period_label
),

sums as (
    select
        part_1.figure_id,
        substr(
            coalesce(', ' || part_1.based_on_figure, '') || coalesce(', ' || part_2.based_on_figure, '')
            || coalesce(', ' || part_3.based_on_figure, '') || coalesce(', ' || part_4.based_on_figure, ''),
            3
        ) as based_on_figures,
        part_1.other_sections
        + coalesce(part_2.other_sections, 0)
        + coalesce(part_3.other_sections, 0)
        + coalesce(part_4.other_sections, 0) as other_sections,
        cast(
            part_1.stated_value
            + coalesce(part_2.stated_value, 0)
            + coalesce(part_3.stated_value, 0)
            + coalesce(part_4.stated_value, 0)
            as decimal(27, 9)
        ) as candidate_value
    from part_options as part_1
    left join part_options as part_2
        on part_1.figure_id = part_2.figure_id
        and part_2.part_order = 2
    left join part_options as part_3
        on part_1.figure_id = part_3.figure_id
        and part_3.part_order = 3
    left join part_options as part_4
        on part_1.figure_id = part_4.figure_id
        and part_4.part_order = 4
    where
        part_1.part_order = 1
        and (part_1.part_count < 2 or part_2.figure_id is not null)
        and (part_1.part_count < 3 or part_3.figure_id is not null)
        and (part_1.part_count < 4 or part_4.figure_id is not null)
        and coalesce(part_1.based_on_figure, part_2.based_on_figure, part_3.based_on_figure, part_4.based_on_figure) is not null
),

changes as (
    select
        figures.figure_id,
        substr(coalesce(', ' || base_values.based_on_figure, '') || coalesce(', ' || end_values.based_on_figure, ''), 3) as based_on_figures,
        change_pairs.denominator_option,
        change_pairs.denominator_metric,
        change_pairs.changes,
        case when base_values.is_printed and base_values.plan_section <> figures.plan_section then 1 else 0 end
        + case when end_values.is_printed and end_values.plan_section <> figures.plan_section then 1 else 0 end as other_sections,
        {{ relative_change('end_values.stated_value', 'change_pairs.end_by', 'base_values.stated_value', 'change_pairs.base_by') }} as candidate_value
    from figures
    inner join change_pairs
        on figures.figure_id = change_pairs.figure_id
    inner join printed_values as base_values
        on figures.base_metric = base_values.metric
        and figures.entity = base_values.entity
        and figures.base_period = base_values.period_label
    inner join printed_values as end_values
        on figures.base_metric = end_values.metric
        and figures.entity = end_values.entity
        and figures.end_period = end_values.period_label
    where
        figures.kind = 'change'
        and (base_values.is_printed or end_values.is_printed)
        and base_values.stated_value > 0
        and end_values.stated_value >= 0
),

shares as (
    select
        figures.figure_id,
        substr(coalesce(', ' || part_values.based_on_figure, '') || coalesce(', ' || whole_values.based_on_figure, ''), 3) as based_on_figures,
        case when part_values.is_printed and part_values.plan_section <> figures.plan_section then 1 else 0 end
        + case when whole_values.is_printed and whole_values.plan_section <> figures.plan_section then 1 else 0 end as other_sections,
        cast({{ ratio('(part_values.stated_value * 100000)', '(whole_values.stated_value * 1000)', 6) }} as decimal(27, 9)) as candidate_value
    from figures
    inner join printed_values as part_values
        on figures.base_metric = part_values.metric
        and figures.entity = part_values.entity
        and figures.end_period = part_values.period_label
    inner join printed_values as whole_values
        on figures.denominator = whole_values.metric
        and figures.entity = whole_values.entity
        and figures.end_period = whole_values.period_label
    where
        figures.kind = 'share'
        and (part_values.is_printed or whole_values.is_printed)
),

candidates as (
    {{ candidate(
        'same_metric',
        values={
            'source': "'printed_figure'",
            'based_on_figures': 'based_on_figure',
            'changes': '1',
            'candidate_order': 'other_sections',
        }
    ) }}
    union all
    {{ candidate(
        'minus_part',
        given=['subtotal_option', 'subtotal_dimension', 'subtotal_member', 'part_value'],
        values={
            'source': "'printed_minus_part'",
            'based_on_figures': 'based_on_figure',
            'changes': '1',
            'candidate_order': '10 * subtotal_order + other_sections',
        }
    ) }}
    union all
    {{ candidate(
        'sums',
        given=['based_on_figures'],
        values={'source': "'sum_of_printed'", 'changes': '1', 'candidate_order': 'other_sections'}
    ) }}
    union all
    {{ candidate(
        'changes',
        given=['based_on_figures', 'denominator_option', 'denominator_metric'],
        values={'source': "'printed_pair'", 'changes': '1 + changes', 'candidate_order': 'other_sections'}
    ) }}
    union all
    {{ candidate(
        'shares',
        given=['based_on_figures'],
        values={'source': "'printed_pair'", 'changes': '1', 'candidate_order': 'other_sections'}
    ) }}
)

select * from candidates
