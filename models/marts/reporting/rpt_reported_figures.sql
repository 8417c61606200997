{% set fillings_nl = {
    'candidate': 'explained.candidate_nl',
    'printed': "replace(explained.printed_text, '.', ',')",
    'value': amount_text('explained.explanation_value', ','),
    'difference': amount_text('explained.explanation_difference', ','),
    'unit': 'coalesce(units.text_nl, explained.unit)',
    'rounding': 'roundings.text_nl',
    'tried': 'cast(explained.candidates_tried as ' ~ dbt.type_string() ~ ')',
    'reproducing': 'cast(explained.candidates_reproducing as ' ~ dbt.type_string() ~ ')',
    'nearby': 'cast(explained.candidates_nearby as ' ~ dbt.type_string() ~ ')',
    'changes': 'cast(explained.explanation_changes as ' ~ dbt.type_string() ~ ')',
    'implied': amount_text('explained.implied_denominator_ratio', ','),
    'delivered': amount_text('explained.delivered_denominator_ratio', ','),
    'input': 'explained.required_input',
    'problem': 'problems.text_nl',
} -%}
{% set fillings_en = {
    'candidate': 'explained.candidate_en',
    'printed': "replace(explained.printed_text, '.', '.')",
    'value': amount_text('explained.explanation_value', '.'),
    'difference': amount_text('explained.explanation_difference', '.'),
    'unit': 'coalesce(units.text_en, explained.unit)',
    'rounding': 'roundings.text_en',
    'tried': 'cast(explained.candidates_tried as ' ~ dbt.type_string() ~ ')',
    'reproducing': 'cast(explained.candidates_reproducing as ' ~ dbt.type_string() ~ ')',
    'nearby': 'cast(explained.candidates_nearby as ' ~ dbt.type_string() ~ ')',
    'changes': 'cast(explained.explanation_changes as ' ~ dbt.type_string() ~ ')',
    'implied': amount_text('explained.implied_denominator_ratio', '.'),
    'delivered': amount_text('explained.delivered_denominator_ratio', '.'),
    'input': 'explained.required_input',
    'problem': 'problems.text_en',
} -%}
with

figures as (
    select * from {{ ref('int_reported_figures') }}
),

recomputed as (
    select * from {{ ref('int_reported_recomputed') }}
),

explanations as (
    select * from {{ ref('int_reported_explanations') }}
),

sentences as (
    select * from {{ ref('int_reported_sentences') }}
),

implied_ratios as (
    select * from {{ ref('int_reported_implied_ratios') }}
),

wordings as (
    select
        axis,
        {{ adapter.quote('option') }} as option_key,
        text_nl,
        text_en
    from {{ ref('explanation_options') }}
    where axis in ('sentence', 'unit', 'rounding', 'problem')
),

compared as (
    select
        figures.*,
        recomputed.recomputed_value,
        cast(recomputed.recomputed_value - figures.printed_value as decimal(27, 9)) as difference,
        case
            when figures.problem is not null then 'not_read'
            when figures.kind = 'none' then 'not_recomputable'
            when recomputed.recomputed_value is null then 'missing_input'
            when {{ round_to_step('recomputed.recomputed_value', 'figures.printed_step') }} = figures.printed_value then 'reproduced'
            when abs(recomputed.recomputed_value - figures.printed_value) <= figures.printed_step then 'rounding'
            else 'differs'
        end as verdict
    from figures
    left join recomputed
        on figures.figure_id = recomputed.figure_id
        and figures.problem is null
),

explained as (
    select
        compared.*,
        explanations.source as explanation_source,
        explanations.based_on_figures as explanation_figures,
        explanations.edition_id as explanation_edition_id,
        explanations.supply_option,
        explanations.component_option,
        explanations.claim_option,
        explanations.placing_option,
        explanations.spend_option,
        explanations.extrapolation_option,
        explanations.subtotal_option,
        explanations.subtotal_member,
        explanations.period_option,
        explanations.other_period as explanation_period,
        explanations.denominator_option,
        explanations.denominator_metric as explanation_denominator,
        explanations.departure_kinds,
        explanations.departures,
        explanations.comparison_member as explanation_comparison,
        case explanations.measure_option when 'other' then explanations.measure end as explanation_measure,
        explanations.rounding_option as explanation_rounding,
        explanations.changes as explanation_changes,
        explanations.part_value as explanation_part_value,
        explanations.candidate_value as explanation_value,
        explanations.candidate_difference as explanation_difference,
        coalesce(explanations.is_reproducing, false) as is_explained,
        coalesce(explanations.candidates_tried, 0) as candidates_tried,
        coalesce(explanations.candidates_reproducing, 0) as candidates_reproducing,
        coalesce(explanations.candidates_nearby, 0) as candidates_nearby,
        implied_ratios.implied_denominator_ratio,
        implied_ratios.delivered_denominator_ratio,
        sentences.candidate_nl,
        sentences.candidate_en,
        case
            when compared.verdict = 'not_read' then 'not_read'
            when compared.verdict = 'not_recomputable' then 'not_recomputable'
            when compared.verdict = 'reproduced' then 'as_recomputed'
            when explanations.is_reproducing then 'explained'
            when explanations.figure_id is not null then 'unexplained'
            when compared.required_input is not null then 'missing_input'
            when compared.kind in ('change', 'share') then 'missing_base'
            else 'missing_lines'
        end as sentence_key,
        compared.verdict = 'differs' and implied_ratios.delivered_denominator_ratio is not null as has_implied_ratio,
        compared.verdict <> 'reproduced' and coalesce(explanations.is_reproducing and explanations.changes > 1, false) as may_be_chance
    from compared
    left join explanations
        on compared.figure_id = explanations.figure_id
        and compared.problem is null
        and compared.kind <> 'none'
    left join sentences
        on explanations.figure_id = sentences.figure_id
    left join implied_ratios
        on compared.figure_id = implied_ratios.figure_id
        and compared.problem is null
),

-- The sentences of a row one after another, still with their place holders.
worded as (
    select
        explained.*,
        sentences.text_nl
        || case when explained.may_be_chance then ' ' || chances.text_nl else '' end
        || case when explained.has_implied_ratio then ' ' || implied.text_nl else '' end as wording_nl,
        sentences.text_en
        || case when explained.may_be_chance then ' ' || chances.text_en else '' end
        || case when explained.has_implied_ratio then ' ' || implied.text_en else '' end as wording_en
    from explained
    inner join wordings as sentences
        on sentences.axis = 'sentence'
        and explained.sentence_key = sentences.option_key
    inner join wordings as chances
        on chances.axis = 'sentence'
        and chances.option_key = 'may_be_chance'
    inner join wordings as implied
        on implied.axis = 'sentence'
        and implied.option_key = 'implied_ratio'
),

filled as (
    select
        explained.*,
        {{ fill_in('explained.wording_nl', fillings_nl) }} as sentence_nl,
        {{ fill_in('explained.wording_en', fillings_en) }} as sentence_en
    from worded as explained
    left join wordings as units
        on units.axis = 'unit'
        and explained.unit = units.option_key
    left join wordings as roundings
        on roundings.axis = 'rounding'
        and roundings.option_key = coalesce(explained.explanation_rounding, 'rounded')
    left join wordings as problems
        on problems.axis = 'problem'
        and explained.problem = problems.option_key
),

finished as (
    select
        -- keys
        figure_id,
        occurrence,
        metric,
        entity,
        period,
        -- attributes
        metric_label_nl,
        metric_label_en,
        kind as metric_kind,
        unit,
        basis,
        plan_section,
        input_basis,
        required_input,
        printed_decimals,
        -- values
        printed_value,
        cast(recomputed_value as decimal(27, 9)) as recomputed_value,
        difference,
        verdict,
        -- the explanation, in words and in parts
        case sentence_key
            when 'explained' then departure_kinds
            when 'unexplained' then 'nearest|' || departure_kinds
            else sentence_key
        end as explanation_kind,
        case sentence_key
            when 'explained' then departures
            when 'unexplained' then 'nearest|' || departures
            else sentence_key
        end as best_explanation,
        upper(substr(sentence_nl, 1, 1)) || substr(sentence_nl, 2) as best_explanation_label_nl,
        upper(substr(sentence_en, 1, 1)) || substr(sentence_en, 2) as best_explanation_label_en,
        explanation_source,
        explanation_figures,
        explanation_edition_id,
        case when supply_option <> 'as_contracted' then supply_option end as explanation_supply,
        case when component_option <> 'well_to_wheel' then component_option end as explanation_component,
        case when claim_option <> 'counted' then claim_option end as explanation_claim,
        case when placing_option <> 'as_reported' then placing_option end as explanation_placing,
        case when spend_option <> 'chosen' then spend_option end as explanation_spend_factors,
        case when extrapolation_option <> 'by_invoiced_value' then extrapolation_option end as explanation_extrapolation,
        case when subtotal_option <> 'whole' then subtotal_option || '|' || subtotal_member end as explanation_subtotal,
        explanation_period,
        case denominator_option when 'other' then explanation_denominator when 'without' then 'none' end as explanation_denominator,
        explanation_comparison,
        explanation_measure,
        explanation_rounding,
        explanation_changes,
        explanation_part_value,
        explanation_value,
        explanation_difference,
        is_explained,
        cast(candidates_tried as integer) as candidates_tried,
        cast(candidates_reproducing as integer) as candidates_reproducing,
        cast(candidates_nearby as integer) as candidates_nearby,
        implied_denominator_ratio,
        delivered_denominator_ratio
    from filled
)

select * from finished
