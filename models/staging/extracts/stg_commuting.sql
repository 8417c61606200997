with

lines as (
    {{ numbered_lines('commuting') }}
),

with_activity_type as (
    {{ conform_travel_mode('lines', 'commuting_activity_type') }}
),

normalised as (
    {{ normalise_quantity('with_activity_type', 'distance_one_way') }}
)

select * from normalised
