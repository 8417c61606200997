with

activity_types as (
    select * from {{ ref('activity_types') }}
),

activity_categories as (
    select * from {{ ref('activity_categories') }}
),

joined as (
    select
        activity_types.activity_type,
        activity_types.activity_category,
        activity_types.unit as activity_unit,
        activity_types.label_nl,
        activity_types.label_en,
        activity_categories.label_nl as category_label_nl,
        activity_categories.label_en as category_label_en,
        activity_categories.factor_uncertainty_key,
        {{ read_boolean('activity_types.is_zero_by_definition') }} as is_zero_by_definition,
        {{ read_boolean('activity_categories.is_person_borne') }} as is_person_borne,
        {{ read_boolean('activity_categories.is_power') }} as is_power,
        activity_types.reason
    from activity_types
    inner join activity_categories
        on activity_types.activity_category = activity_categories.activity_category
)

select * from joined
