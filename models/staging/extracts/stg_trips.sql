with

lines as (
    {{ numbered_lines('trips') }}
),

travel_modes as (
    select
        mode,
        fuel,
        activity_type,
        {{ read_boolean('is_per_traveller') }} as is_per_traveller,
        {{ read_boolean('has_own_factor') }} as has_own_factor
    from {{ ref('travel_modes') }}
),

flight_classes as (
    select
        activity_type,
        {{ read_number('distance_km_from') }} as distance_km_from,
        {{ read_number('distance_km_below') }} as distance_km_below
    from {{ ref('flight_classes') }}
),

kilometres as (
    select
        unit,
        multiplier
    from {{ ref('stg_units') }}
    where activity_unit = 'pkm'
),

-- Only cars differ by fuel; the class of a flight follows from its one-way distance.
with_activity_type as (
    select
        lines.*,
        coalesce(travel_modes.activity_type, flight_classes.activity_type) as activity_type,
        coalesce(travel_modes.is_per_traveller, lines.mode = 'flight') as is_per_traveller,
        coalesce(travel_modes.has_own_factor, true) as has_own_factor
    from lines
    left join kilometres
        on lower(lines.unit) = kilometres.unit
    left join travel_modes
        on lines.mode = travel_modes.mode
        and travel_modes.fuel = case when lines.mode = 'car' then coalesce(lines.fuel, 'unknown') else 'unknown' end
    left join flight_classes
        on lines.mode = 'flight'
        and lines.distance * kilometres.multiplier >= flight_classes.distance_km_from
        and lines.distance * kilometres.multiplier < flight_classes.distance_km_below
),

normalised as (
    {{ normalise_quantity('with_activity_type', 'distance') }}
)

select * from normalised
