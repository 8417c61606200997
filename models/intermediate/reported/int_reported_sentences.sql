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

-- Every departure of a candidate as one row: which words, and what stands in their place holders.
departures as (
    {%- set axes = {
        'source': 'source',
        'edition': "case when edition_id is null then 'own' else 'other' end",
        'supply': 'supply_option',
        'component': 'component_option',
        'claim': 'claim_option',
        'subtotal': 'subtotal_option',
        'period': 'period_option',
        'denominator': 'denominator_option',
        'comparison': 'comparison_option',
    } %}
    {%- for axis, option in axes.items() %}
    select
        figure_id,
        '{{ axis }}' as axis,
        {{ option }} as option_key
    from explanations
    {% if not loop.last %}union all{% endif %}
    {%- endfor %}
),

worded as (
    select
        departures.figure_id,
        {%- for axis in axes %}
        max(case when departures.axis = '{{ axis }}' then options.text_nl end) as {{ axis }}_nl,
        max(case when departures.axis = '{{ axis }}' then options.text_en end) as {{ axis }}_en
        {{- ',' if not loop.last }}
        {%- endfor %}
    from departures
    inner join options
        on departures.axis = options.axis
        and departures.option_key = options.option_key
    group by departures.figure_id
),

labelled as (
    select
        explanations.*,
        {%- for language in ['nl', 'en'] %}
        coalesce(
            activity_categories.category_label_{{ language }},
            activity_types.label_{{ language }},
            locations.location_name,
            nowhere.text_{{ language }},
            explanations.subtotal_member
        ) as member_{{ language }},
        comparisons.label_{{ language }} as comparison_{{ language }},
        coalesce(metrics.text_{{ language }}, explanations.denominator_metric) as denominator_{{ language }}
        {{- ',' if not loop.last }}
        {%- endfor %}
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
        {%- for language, sign in [('nl', ','), ('en', '.')] %}
        replace(
            replace(worded.source_{{ language }}, '{figures}', coalesce(labelled.based_on_figures, '')),
            '{part}', coalesce({{ amount_text('labelled.part_value', sign) }}, '')
        )
        {%- for axis, place_holder, filling in [
            ('edition', 'edition', 'labelled.edition_id'),
            ('supply', 'member', "''"),
            ('component', 'member', "''"),
            ('claim', 'member', "''"),
            ('subtotal', 'member', 'labelled.member_' ~ language),
            ('period', 'period', 'labelled.other_period'),
            ('denominator', 'denominator', 'labelled.denominator_' ~ language),
            ('comparison', 'member', 'labelled.comparison_' ~ language),
        ] %}
        || case
            when worded.{{ axis }}_{{ language }} = '' then ''
            else ', ' || replace(worded.{{ axis }}_{{ language }}, '{{ '{' ~ place_holder ~ '}' }}', coalesce({{ filling }}, ''))
        end
        {%- endfor %} as candidate_{{ language }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from labelled
    inner join worded
        on labelled.figure_id = worded.figure_id
)

select * from sentences
