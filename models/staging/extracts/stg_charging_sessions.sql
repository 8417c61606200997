with

lines as (
    {{ numbered_lines('charging_sessions') }}
),

charge_points as (
    select * from {{ ref('stg_charge_points_unique') }}
),

-- The place decides how the power is bought, so it is the activity type. A session at a charge point that is known to be
-- our own is at home there whatever the card company calls it: roaming cards deliver it as public.
with_activity_type as (
    select
        lines.*,
        case
            when charge_points.owner = 'own' or lines.place = 'own' then 'ev_charging_own'
            when lines.place = 'home' then 'ev_charging_home'
            when lines.place = 'public' then 'ev_charging_public'
        end as activity_type
    from lines
    left join charge_points
        on lines.charge_point_id = charge_points.charge_point_id
),

normalised as (
    {{ normalise_quantity('with_activity_type', 'energy') }}
)

select * from normalised
