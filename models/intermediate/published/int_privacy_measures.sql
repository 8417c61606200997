{#- the keys under which the kilograms of a category and year are published -#}
{%- set group_keys = ['activity_category', 'reporting_year', 'entity_id', 'location_id', 'project_id', 'published_type', 'month', 'half_year'] -%}
{%- set quality_keys = ['is_estimated', 'data_quality_score', 'factor_status'] -%}
with

measures as (
    select * from {{ ref('int_emission_measures') }}
    where
        is_person_borne
        and power_basis <> 'location_based'
),

chosen_levels as (
    select * from {{ ref('int_privacy_levels') }}
),

privacy_levels as (
    select * from {{ ref('stg_privacy_levels') }}
),

-- Every row with the keys under which its kilograms are published, and the classes that a second figure about the same
-- group tells apart: a share or score those of one quality, a quantity beside the kilograms those of one type.
classed as (
    select
        measures.activity_category,
        measures.reporting_year,
        measures.person_key,
        measures.factor_value,
        case when privacy_levels.keeps_entity then measures.entity_id end as entity_id,
        case when privacy_levels.keeps_location_and_project then measures.location_id end as location_id,
        case when privacy_levels.keeps_location_and_project then measures.project_id end as project_id,
        case when privacy_levels.keeps_activity_type then measures.activity_type end as published_type,
        case when privacy_levels.keeps_month then measures.month end as month,
        case when privacy_levels.keeps_half_year then {{ half_year('measures.month') }} end as half_year,
        measures.activity_type,
        measures.factor_id,
        measures.is_estimated,
        measures.data_quality_score,
        measures.factor_status,
        measures.kg_at_cut_off <> 0 as is_at_cut_off
    from measures
    inner join chosen_levels
        on measures.activity_category = chosen_levels.activity_category
        and measures.reporting_year = chosen_levels.reporting_year
    inner join privacy_levels
        on chosen_levels.privacy_level = privacy_levels.privacy_level
),

{% for told, classes in [
    ('quality', quality_keys), ('cut_off', quality_keys + ['is_at_cut_off']), ('quantity', ['activity_type', 'factor_id'])
] -%}
persons_per_{{ told }} as (
    select
        {{ group_keys | join(',\n        ') }},
        {{ classes | join(',\n        ') }},
        count(distinct person_key) as persons
    from classed
    {% if told != 'quantity' -%}
    -- Who has no kilograms is in no share of them.
    where factor_value <> 0
    {% endif -%}
    group by
        {{ group_keys | join(',\n        ') }},
        {{ classes | join(',\n        ') }}
),

{% endfor -%}
-- For the whole category and year at once: what one row keeps back would follow from the others and the total.
{% for told in ['quality', 'quantity'] -%}
small_{{ told }} as (
    select
        activity_category,
        reporting_year,
        max(case when persons between 1 and 4 then 1 else 0 end) as has_small_class
    from persons_per_{{ told }}
    group by
        activity_category,
        reporting_year
),

{% endfor -%}
small_cut_off as (
    select
        activity_category,
        reporting_year,
        max(case when persons between 1 and 4 then 1 else 0 end) as has_small_class,
        max(case when is_at_cut_off then 1 else 0 end) as has_cut_off
    from persons_per_cut_off
    group by
        activity_category,
        reporting_year
),

-- The qualities of the whole year beside the kilograms of each group: as soon as one group has five persons or more of every
-- quality, a sum that leaves its persons out leaves every quality out, and what remains is whole groups.
qualities as (
    select
        activity_category,
        reporting_year,
        dense_rank() over (
            partition by activity_category, reporting_year
            order by entity_id, location_id, project_id, published_type, month, half_year
        ) as group_number,
        dense_rank() over (partition by activity_category, reporting_year order by {{ quality_keys | join(', ') }}) as quality_number,
        persons
    from persons_per_quality
    where persons > 0
),

qualities_per_group as (
    select
        activity_category,
        reporting_year,
        group_number,
        sum(case when persons >= 5 then 1 else 0 end) as quality_count
    from qualities
    group by
        activity_category,
        reporting_year,
        group_number
),

qualities_per_year as (
    select
        activity_category,
        reporting_year,
        max(quality_number) as quality_count
    from qualities
    group by
        activity_category,
        reporting_year
),

whole_groups as (
    select distinct
        qualities_per_group.activity_category,
        qualities_per_group.reporting_year
    from qualities_per_group
    inner join qualities_per_year
        on qualities_per_group.activity_category = qualities_per_year.activity_category
        and qualities_per_group.reporting_year = qualities_per_year.reporting_year
        and qualities_per_group.quality_count = qualities_per_year.quality_count
),

told as (
    select
        chosen_levels.activity_category,
        chosen_levels.reporting_year,
        case
            when coalesce(small_quality.has_small_class, 0) = 0 then 'group'
            when whole_groups.activity_category is not null then 'year'
            else 'none'
        end as quality_level,
        coalesce(small_cut_off.has_cut_off = 0 or small_cut_off.has_small_class = 0, true) as tells_cut_off,
        coalesce(small_quantity.has_small_class, 0) = 0 as tells_quantity
    from chosen_levels
    {% for name in ['small_quality', 'small_cut_off', 'small_quantity', 'whole_groups'] -%}
    left join {{ name }}
        on chosen_levels.activity_category = {{ name }}.activity_category
        and chosen_levels.reporting_year = {{ name }}.reporting_year
    {% endfor %}
)

select * from told
