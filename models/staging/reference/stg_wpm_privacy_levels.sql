with

privacy_levels as (
    select * from {{ ref('wpm_privacy_levels') }}
),

typed as (
    select
        privacy_level,
        {{ read_integer('level_order') }} as level_order,
        {{ read_boolean('keeps_kvk') }} as keeps_kvk,
        {{ read_boolean('keeps_purpose') }} as keeps_purpose,
        {{ read_boolean('keeps_mode_group') }} as keeps_mode_group,
        {{ read_boolean('keeps_category') }} as keeps_category
    from privacy_levels
)

select * from typed
