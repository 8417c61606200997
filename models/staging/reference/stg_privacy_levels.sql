with

privacy_levels as (
    select * from {{ ref('privacy_levels') }}
),

typed as (
    select
        privacy_level,
        {{ read_integer('level_order') }} as level_order,
        {{ read_boolean('keeps_entity') }} as keeps_entity,
        {{ read_boolean('keeps_location_and_project') }} as keeps_location_and_project,
        {{ read_boolean('keeps_activity_type') }} as keeps_activity_type,
        {{ read_boolean('keeps_month') }} as keeps_month,
        {{ read_boolean('keeps_half_year') }} as keeps_half_year
    from privacy_levels
)

select * from typed
