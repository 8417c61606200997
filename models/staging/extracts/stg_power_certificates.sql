with

lines as (
    {{ numbered_lines('power_certificates') }}
),

with_location as (
    {{ conform_location('lines') }}
),

with_activity_type as (
    select
        with_location.*,
        'electricity' as activity_type
    from with_location
),

normalised as (
    {{ normalise_quantity('with_activity_type', 'energy') }}
)

select * from normalised
