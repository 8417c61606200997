with

lines as (
    {{ numbered_lines('subcontractor_travel') }}
),

with_activity_type as (
    {{ conform_travel_mode('lines', 'hired_activity_type') }}
),

normalised as (
    {{ normalise_quantity('with_activity_type', 'distance') }}
)

select * from normalised
