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

labelled as (
    select
        explanations.*,
        coalesce(
            activity_categories.category_label_nl, activity_types.label_nl, locations.location_name, nowhere.text_nl,
            explanations.subtotal_member
        ) as member_nl,
        coalesce(
            activity_categories.category_label_en, activity_types.label_en, locations.location_name, nowhere.text_en,
            explanations.subtotal_member
        ) as member_en,
        comparisons.label_nl as comparison_label_nl,
        comparisons.label_en as comparison_label_en,
        coalesce(metrics.text_nl, explanations.denominator_metric) as denominator_label_nl,
        coalesce(metrics.text_en, explanations.denominator_metric) as denominator_label_en
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
    left join options as nowhere
        on explanations.subtotal_dimension = 'location'
        and nowhere.axis = 'subtotal_label'
        and explanations.subtotal_member = nowhere.option_key
    left join activity_types as comparisons
        on explanations.comparison_member = comparisons.activity_type
    left join options as metrics
        on metrics.axis = 'business_metric'
        and explanations.denominator_metric = metrics.option_key
),

-- The source comes first, then each departure after a comma.
sentences as (
    select
        labelled.figure_id,
        {{ fill_in('sources.text_nl', {'figures': 'labelled.based_on_figures', 'part': amount_text('labelled.part_value', ',')}) }}
        || {{ departure_words('editions.text_nl', 'edition', 'labelled.edition_id') }}
        || {{ departure_words('supplies.text_nl', 'member', "''") }}
        || {{ departure_words('components.text_nl', 'member', "''") }}
        || {{ departure_words('claims.text_nl', 'member', "''") }}
        || {{ departure_words('subtotals.text_nl', 'member', 'labelled.member_nl') }}
        || {{ departure_words('periods.text_nl', 'period', 'labelled.other_period') }}
        || {{ departure_words('denominators.text_nl', 'denominator', 'labelled.denominator_label_nl') }}
        || {{ departure_words('comparisons.text_nl', 'member', 'labelled.comparison_label_nl') }} as candidate_nl,
        {{ fill_in('sources.text_en', {'figures': 'labelled.based_on_figures', 'part': amount_text('labelled.part_value', '.')}) }}
        || {{ departure_words('editions.text_en', 'edition', 'labelled.edition_id') }}
        || {{ departure_words('supplies.text_en', 'member', "''") }}
        || {{ departure_words('components.text_en', 'member', "''") }}
        || {{ departure_words('claims.text_en', 'member', "''") }}
        || {{ departure_words('subtotals.text_en', 'member', 'labelled.member_en') }}
        || {{ departure_words('periods.text_en', 'period', 'labelled.other_period') }}
        || {{ departure_words('denominators.text_en', 'denominator', 'labelled.denominator_label_en') }}
        || {{ departure_words('comparisons.text_en', 'member', 'labelled.comparison_label_en') }} as candidate_en
    from labelled
    inner join options as sources
        on sources.axis = 'source'
        and labelled.source = sources.option_key
    inner join options as editions
        on editions.axis = 'edition'
        and editions.option_key = case when labelled.edition_id is null then 'own' else 'other' end
    inner join options as supplies
        on supplies.axis = 'supply'
        and labelled.supply_option = supplies.option_key
    inner join options as components
        on components.axis = 'component'
        and labelled.component_option = components.option_key
    inner join options as claims
        on claims.axis = 'claim'
        and labelled.claim_option = claims.option_key
    inner join options as subtotals
        on subtotals.axis = 'subtotal'
        and labelled.subtotal_option = subtotals.option_key
    inner join options as periods
        on periods.axis = 'period'
        and labelled.period_option = periods.option_key
    inner join options as denominators
        on denominators.axis = 'denominator'
        and labelled.denominator_option = denominators.option_key
    inner join options as comparisons
        on comparisons.axis = 'comparison'
        and labelled.comparison_option = comparisons.option_key
)

select * from sentences
