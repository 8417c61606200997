with

activity_types as (
    select * from {{ ref('stg_activity_types') }}
),

renamed as (
    select
        activity_type,
        activity_category,
        label_nl as activity_label_nl,
        label_en as activity_label_en,
        category_label_nl,
        category_label_en,
        activity_unit,
        is_zero_by_definition,
        is_person_borne,
        is_power,
        reason
    from activity_types
)

select * from renamed
