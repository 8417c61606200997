with

lines as (
    {{ numbered_lines('subcontractor_travel') }}
),

travel_modes as (
    select
        mode,
        fuel,
        hired_activity_type as activity_type,
        {{ read_boolean('has_own_factor') }} as has_own_factor
    from {{ ref('travel_modes') }}
),

-- Only cars differ by fuel. Modes without a type of hired travel (a flight) stay without one: a finding.
with_activity_type as (
    select
        lines.*,
        travel_modes.activity_type,
        coalesce(travel_modes.has_own_factor, true) as has_own_factor
    from lines
    left join travel_modes
        on lines.mode = travel_modes.mode
        and travel_modes.fuel = case when lines.mode = 'car' then coalesce(lines.fuel, 'unknown') else 'unknown' end
),

normalised as (
    {{ normalise_quantity('with_activity_type', 'distance') }}
)

select * from normalised
