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
        explanations.subtotal_option,
        explanations.subtotal_member,
        explanations.period_option,
        explanations.other_period as explanation_period,
        explanations.denominator_option,
        explanations.denominator_metric as explanation_denominator,
        explanations.comparison_option,
        explanations.comparison_member as explanation_comparison,
        explanations.rounding_option as explanation_rounding,
        explanations.changes as explanation_changes,
        explanations.part_value as explanation_part_value,
        explanations.candidate_value as explanation_value,
        explanations.candidate_difference as explanation_difference,
        coalesce(explanations.is_reproducing, false) as is_explained,
        coalesce(explanations.candidates_tried, 0) as candidates_tried,
        coalesce(explanations.candidates_reproducing, 0) as candidates_reproducing,
        implied_ratios.implied_denominator_ratio,
        implied_ratios.delivered_denominator_ratio,
        sentences.candidate_nl,
        sentences.candidate_en,
        case
            when compared.verdict = 'not_read' then 'not_read'
            when compared.verdict = 'not_recomputable' then 'not_recomputable'
            when compared.verdict = 'reproduced' then 'as_recomputed'
            when explanations.is_reproducing then 'explained'
            when compared.verdict in ('rounding', 'differs') then 'unexplained'
            when compared.required_input is not null then 'missing_input'
            else 'missing_base'
        end as sentence_key
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

-- A code for programs: the departures of the candidate, in a fixed order.
coded as (
    select
        explained.*,
        case
            when sentence_key in ('as_recomputed', 'not_recomputable', 'missing_input', 'missing_base', 'not_read') then sentence_key
            else
                substr(
                    case when explanation_source = 'recomputed' then '' else '|' || explanation_source end
                    || case when explanation_edition_id is null then '' else '|edition' end
                    || case when supply_option = 'as_contracted' then '' else '|' || supply_option end
                    || case when component_option = 'well_to_wheel' then '' else '|' || component_option end
                    || case when claim_option = 'counted' then '' else '|' || claim_option end
                    || case when subtotal_option = 'whole' then '' else '|' || subtotal_option end
                    || case when period_option = 'own' then '' else '|other_period' end
                    || case denominator_option when 'own' then '' when 'without' then '|without_denominator' else '|other_denominator' end
                    || case when comparison_option = 'own' then '' else '|other_comparison' end
                    || case when explanation_rounding = 'truncated' then '|truncated' else '' end
                    || case when explanation_changes = 0 then '|as_recomputed' else '' end,
                    2
                )
        end as explanation_kind
    from explained
),

worded as (
    select
        coded.*,
        {%- for language, sign in [('nl', ','), ('en', '.')] %}
        replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
            sentences.text_{{ language }}
            || case
                when coded.sentence_key = 'unexplained' and coded.implied_denominator_ratio is not null and implied.text_{{ language }} is not null
                    then ' ' || implied.text_{{ language }}
                else ''
            end,
            '{candidate}', coalesce(coded.candidate_{{ language }}, '')),
            '{printed}', {% if language == 'nl' %}replace(coalesce(coded.printed_text, ''), '.', ','){% else %}coalesce(coded.printed_text, ''){% endif %}),
            '{value}', coalesce({{ amount_text('coded.explanation_value', sign) }}, '')),
            '{difference}', coalesce({{ amount_text('coded.explanation_difference', sign) }}, '')),
            '{unit}', coalesce(units.text_{{ language }}, coded.unit, '')),
            '{rounding}', coalesce(roundings.text_{{ language }}, '')),
            '{tried}', cast(coded.candidates_tried as {{ dbt.type_string() }})),
            '{reproducing}', cast(coded.candidates_reproducing as {{ dbt.type_string() }})),
            '{implied}', coalesce({{ amount_text('coded.implied_denominator_ratio', sign) }}, '')),
            '{delivered}', coalesce({{ amount_text('coded.delivered_denominator_ratio', sign) }}, '-'))
            as sentence_{{ language }},
        problems.text_{{ language }} as problem_{{ language }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from coded
    inner join wordings as sentences
        on sentences.axis = 'sentence'
        and coded.sentence_key = sentences.option_key
    left join wordings as implied
        on implied.axis = 'sentence'
        and implied.option_key = 'implied_ratio'
    left join wordings as units
        on units.axis = 'unit'
        and coded.unit = units.option_key
    left join wordings as roundings
        on roundings.axis = 'rounding'
        and roundings.option_key = coalesce(coded.explanation_rounding, 'rounded')
    left join wordings as problems
        on problems.axis = 'problem'
        and coded.problem = problems.option_key
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
        explanation_kind as best_explanation,
        replace(replace(sentence_nl, '{problem}', coalesce(problem_nl, '')), '{input}', coalesce(required_input, '')) as best_explanation_label_nl,
        replace(replace(sentence_en, '{problem}', coalesce(problem_en, '')), '{input}', coalesce(required_input, '')) as best_explanation_label_en,
        explanation_source,
        explanation_figures,
        explanation_edition_id,
        case when supply_option <> 'as_contracted' then supply_option end as explanation_supply,
        case when component_option <> 'well_to_wheel' then component_option end as explanation_component,
        case when claim_option <> 'counted' then claim_option end as explanation_claim,
        case when subtotal_option <> 'whole' then subtotal_option || '|' || subtotal_member end as explanation_subtotal,
        explanation_period,
        case denominator_option when 'other' then explanation_denominator when 'without' then 'none' end as explanation_denominator,
        explanation_comparison,
        explanation_rounding,
        explanation_changes,
        explanation_part_value,
        explanation_value,
        explanation_difference,
        is_explained,
        cast(candidates_tried as integer) as candidates_tried,
        cast(candidates_reproducing as integer) as candidates_reproducing,
        implied_denominator_ratio,
        delivered_denominator_ratio
    from worded
)

select * from finished
