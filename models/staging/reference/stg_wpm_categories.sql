with

categories as (
    select * from {{ ref('wpm_categories') }}
),

typed as (
    select
        category,
        {{ read_integer('category_order') }} as category_order,
        {{ read_boolean('is_on_form') }} as is_on_form,
        mode_group,
        mode_group_label_nl,
        mode_group_label_en,
        label_nl,
        label_en,
        entry_unit,
        business_entry_unit,
        nullif(kental_key, '') as kental_key
    from categories
)

select * from typed
