{#- The departures in the order of a sentence: axis, its option, and what takes the place of which word. -#}
{%- set departures = [
    ('edition', "case when labelled.edition_id is null then 'own' else 'other' end", 'edition', 'labelled.edition_id'),
    ('supply', 'labelled.supply_option', 'member', "''"),
    ('component', 'labelled.component_option', 'member', "''"),
    ('claim', 'labelled.claim_option', 'member', "''"),
    ('placing', 'labelled.placing_option', 'member', "''"),
    ('spend', 'labelled.spend_option', 'member', "''"),
    ('extrapolation', 'labelled.extrapolation_option', 'member', "''"),
    ('subtotal', 'labelled.subtotal_option', 'member', 'labelled.member_{language}'),
    ('period', 'labelled.period_option', 'period', 'labelled.other_period'),
    ('denominator', 'labelled.denominator_option', 'denominator', 'labelled.denominator_label_{language}'),
    ('comparison', 'labelled.comparison_option', 'member', 'labelled.comparison_label_{language}'),
    ('measure', 'labelled.measure_option', 'measure', 'labelled.measure_label_{language}'),
] -%}
with

explanations as (
    select * from {{ ref('int_reported_explanations') }}
),

options as (
    select
        axis,
        {{ adapter.quote('option') }} as option_key,
        coalesce(text_nl, '') as text_nl,
        coalesce(text_en, '') as text_en
    from {{ ref('explanation_options') }}
),

activity_types as (
    select * from {{ ref('stg_activity_types') }}
),

activity_categories as (
    select distinct
        activity_category,
        category_label_nl,
        category_label_en
    from activity_types
),

locations as (
    select
        location_id,
        min(name) as location_name
    from {{ ref('stg_locations') }}
    group by location_id
),

spend_categories as (
    select * from {{ ref('int_spend_categories') }}
),

labelled as (
    select
        explanations.*,
        coalesce(
            activity_categories.category_label_nl, activity_types.label_nl, locations.location_name,
            spend_categories.name_nl, nowhere.text_nl,
            explanations.subtotal_member
        ) as member_nl,
        coalesce(
            activity_categories.category_label_en, activity_types.label_en, locations.location_name,
            spend_categories.name_en, nowhere.text_en,
            explanations.subtotal_member
        ) as member_en,
        comparisons.label_nl as comparison_label_nl,
        comparisons.label_en as comparison_label_en,
        coalesce(metrics.text_nl, explanations.denominator_metric) as denominator_label_nl,
        coalesce(metrics.text_en, explanations.denominator_metric) as denominator_label_en,
        measures.text_nl as measure_label_nl,
        measures.text_en as measure_label_en
    from explanations
    left join activity_categories
        on explanations.subtotal_dimension = 'activity_category'
        and explanations.subtotal_member = activity_categories.activity_category
    left join activity_types
        on explanations.subtotal_dimension = 'activity_type'
        and explanations.subtotal_member = activity_types.activity_type
    left join locations
        on explanations.subtotal_dimension = 'location'
        and explanations.subtotal_member = locations.location_id
    left join spend_categories
        on explanations.subtotal_dimension = 'spend_category'
        and explanations.subtotal_member = spend_categories.spend_category
    left join options as nowhere
        on nowhere.axis = 'subtotal_label'
        and explanations.subtotal_member = 'none'
        and explanations.subtotal_dimension = nowhere.option_key
    left join activity_types as comparisons
        on explanations.comparison_member = comparisons.activity_type
    left join options as metrics
        on metrics.axis = 'business_metric'
        and explanations.denominator_metric = metrics.option_key
    left join options as measures
        on measures.axis = 'measure_label'
        and explanations.measure = measures.option_key
),

-- The source comes first, then each departure after a comma.
sentences as (
    select
        labelled.figure_id,
        {{ fill_in('sources.text_nl', {'figures': 'labelled.based_on_figures', 'part': amount_text('labelled.part_value', ',')}) }}
        || {{ departures_in_words(departures, 'nl') }} as candidate_nl,
        {{ fill_in('sources.text_en', {'figures': 'labelled.based_on_figures', 'part': amount_text('labelled.part_value', '.')}) }}
        || {{ departures_in_words(departures, 'en') }} as candidate_en
    from labelled
    inner join options as sources
        on sources.axis = 'source'
        and labelled.source = sources.option_key
    {%- for axis, option_key, place_holder, filling in departures %}
    inner join options as {{ axis }}_words
        on {{ axis }}_words.axis = '{{ axis }}'
        and {{ axis }}_words.option_key = {{ option_key }}
    {%- endfor %}
)

select * from sentences
