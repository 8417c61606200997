with

candidates as (
    select * from {{ ref('int_reported_candidates') }}
),

figures as (
    select * from {{ ref('int_reported_figures') }}
    where problem is null
),

options as (
    select
        axis,
        {{ adapter.quote('option') }} as option_key,
        {{ read_integer('changes') }} as changes,
        {{ read_integer('option_order') }} as option_order
    from {{ ref('explanation_options') }}
),

described as (
    select
        candidates.*,
        sources.option_order as source_order,
        cast(candidates.candidate_value as decimal(27, 4)) as compared_value,
        -- One text that tells candidates apart, so that ties fall the same way on every engine.
        candidates.source
        || '|' || coalesce(candidates.based_on_figures, '')
        || '|' || coalesce(candidates.edition_id, 'own')
        || '|' || candidates.supply_option
        || '|' || candidates.component_option
        || '|' || candidates.claim_option
        || '|' || candidates.placing_option
        || '|' || candidates.spend_option
        || '|' || candidates.extrapolation_option
        || '|' || candidates.subtotal_option
        || '|' || candidates.subtotal_member
        || '|' || coalesce(candidates.other_period, 'own')
        || '|' || candidates.denominator_option
        || '|' || coalesce(candidates.denominator_metric, '')
        || '|' || coalesce(candidates.comparison_member, '')
        || '|' || coalesce(candidates.measure, '') as candidate_id
    from candidates
    inner join options as sources
        on sources.axis = 'source'
        and candidates.source = sources.option_key
),

-- Two ways to the same amount are one candidate, told in the simpler way.
told_once as (
    select
        described.*,
        row_number() over (
            partition by figure_id, compared_value
            order by changes, source_order, candidate_order, candidate_id
        ) as telling_rank
    from described
),

rounded as (
    select
        told_once.*,
        figures.printed_value,
        cast(told_once.candidate_value - figures.printed_value as decimal(27, 9)) as candidate_difference,
        case when abs(told_once.candidate_value - figures.printed_value) <= 10 * figures.printed_step then 1 else 0 end as is_nearby,
        case
            when {{ round_to_step('told_once.candidate_value', 'figures.printed_step') }} = figures.printed_value then 'rounded'
            when {{ cut_to_step('told_once.candidate_value', 'figures.printed_step') }} = figures.printed_value then 'truncated'
        end as rounding_option
    from told_once
    inner join figures
        on told_once.figure_id = figures.figure_id
    where told_once.telling_rank = 1
),

-- First what gives the printed figure, the fewest departures first, then the closest; else the closest of all.
ranked as (
    select
        rounded.*,
        rounded.changes + coalesce(roundings.changes, 0) as all_changes,
        count(*) over (partition by rounded.figure_id) as candidates_tried,
        count(rounded.rounding_option) over (partition by rounded.figure_id) as candidates_reproducing,
        sum(rounded.is_nearby) over (partition by rounded.figure_id) as candidates_nearby,
        row_number() over (
            partition by rounded.figure_id
            order by
                case when rounded.rounding_option is null then 1 else 0 end,
                case when rounded.rounding_option is null then 0 else rounded.changes + roundings.changes end,
                abs(rounded.candidate_difference),
                rounded.changes,
                rounded.source_order,
                rounded.candidate_order,
                rounded.candidate_id
        ) as candidate_rank
    from rounded
    left join options as roundings
        on roundings.axis = 'rounding'
        and rounded.rounding_option = roundings.option_key
),

explanations as (
    select
        figure_id,
        source,
        based_on_figures,
        edition_id,
        supply_option,
        component_option,
        claim_option,
        placing_option,
        spend_option,
        extrapolation_option,
        subtotal_option,
        subtotal_dimension,
        subtotal_member,
        period_option,
        other_period,
        denominator_option,
        denominator_metric,
        comparison_option,
        comparison_member,
        measure_option,
        measure,
        rounding_option,
        all_changes as changes,
        cast(candidates_tried as integer) as candidates_tried,
        cast(candidates_reproducing as integer) as candidates_reproducing,
        cast(candidates_nearby as integer) as candidates_nearby,
        part_value,
        candidate_value,
        candidate_difference,
        rounding_option is not null as is_reproducing
    from ranked
    where candidate_rank = 1
),

coded as (
    select
        explanations.*,
        {{ departure_code(with_values=false) }} as departure_kinds,
        {{ departure_code(with_values=true) }} as departures
    from explanations
)

select * from coded
