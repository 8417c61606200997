with

lines as (
    {{ numbered_lines('charging_sessions') }}
),

-- The place decides how the power is bought, so it is the activity type.
with_activity_type as (
    select
        lines.*,
        case lines.place
            when 'own' then 'ev_charging_own'
            when 'home' then 'ev_charging_home'
            when 'public' then 'ev_charging_public'
        end as activity_type
    from lines
),

normalised as (
    {{ normalise_quantity('with_activity_type', 'energy') }}
)

select * from normalised
