{%- set motorised = "('car', 'motorcycle', 'moped', 'e_moped')" -%}
with

stretches as (
    select * from {{ ref('int_wpm_line_stretches') }}
),

vehicles as (
    select * from {{ ref('stg_vehicles_in_time') }}
),

-- A negative distance corrects another line and tells nothing by itself.
distances as (
    select
        extract_name,
        line_id,
        stretch_number,
        vehicle_id,
        stretch_start,
        stretch_end,
        km,
        case
            when quantity_basis = 'measured' then 1
            when quantity_basis in ('survey', 'estimated') then 3
            else 2
        end as basis_rank
    from {{ ref('int_wpm_line_stretches') }}
    where
        extract_name = 'vehicle_distances'
        and unreadable_reason is null
),

category_mapping as (
    select * from {{ ref('wpm_category_mapping') }}
),

-- Trips of a day that a distance of their vehicle covers; and days of a distance that a better one covers: an odometer
-- before a contract, and both before an estimate.
told_by_distances as (
    select distinct
        trips.extract_name,
        trips.line_id,
        trips.stretch_number
    from {{ ref('int_wpm_line_stretches') }} as trips
    inner join distances
        on trips.vehicle_id = distances.vehicle_id
        and trips.period_start between distances.stretch_start and distances.stretch_end
        and distances.km >= 0
    where
        trips.extract_name = 'trips'
        and trips.mode in {{ motorised }}
    union distinct
    select distinct
        weaker.extract_name,
        weaker.line_id,
        weaker.stretch_number
    from distances as weaker
    inner join distances as better
        on weaker.vehicle_id = better.vehicle_id
        and weaker.stretch_start between better.stretch_start and better.stretch_end
        and weaker.basis_rank > better.basis_rank
        and better.km >= 0
),

-- The mapping of the vehicle leads what a line says of it. What goes by train in a line that names a vehicle goes by
-- train. A vehicle that the mapping does not know is the company's in the extract of its distances and where the fleet
-- says so; a claim or a provider may name any car.
with_vehicle as (
    select
        stretches.*,
        vehicles.service_use,
        vehicles.ownership,
        vehicles.is_assigned,
        vehicles.entity_id as vehicle_entity_id,
        case
            when stretches.mode = 'e_moped' and vehicles.energy is null and coalesce(vehicles.kind, 'moped') = 'moped' then 'e_moped'
            when stretches.extract_name = 'vehicle_distances' or stretches.mode in {{ motorised }} then coalesce(vehicles.kind, stretches.mode)
            else stretches.mode
        end as travel_mode,
        coalesce(vehicles.energy, stretches.fuel, 'unknown') as stated_energy,
        coalesce(
            stretches.vehicle_id is not null
            and (stretches.extract_name = 'vehicle_distances' or stretches.mode in {{ motorised }})
            and case
                when vehicles.ownership is not null then vehicles.ownership <> 'private'
                else stretches.extract_name <> 'trips' or stretches.channel = 'fleet'
            end,
            false
        ) as is_company_vehicle
    from stretches
    left join vehicles
        on stretches.vehicle_id = vehicles.vehicle_id
        and coalesce(stretches.stretch_start, stretches.period_start, cast('9999-12-31' as date)) >= vehicles.effective_from
        and coalesce(stretches.stretch_start, stretches.period_start, cast('9999-12-31' as date)) <= vehicles.effective_to
),

-- Cars are counted in vehicle-kilometres unless the line says otherwise, whatever it calls the car.
with_energy as (
    select
        with_vehicle.*,
        case
            when travel_mode in ('car', 'van', 'taxi') then coalesce(stated_basis, 'vehicle')
            else 'traveller'
        end as distance_basis,
        case
            when travel_mode in ('car', 'van', 'taxi', 'motorcycle', 'moped') then stated_energy
            else 'any'
        end as energy,
        case
            when extract_name = 'commuting' then 'D'
            when is_company_vehicle or channel = 'fleet' then 'A'
            when channel = 'mobility_provider' then 'B'
            when channel = 'claim' or extract_name = 'vehicle_distances' then 'C'
        end as block
    from with_vehicle
),

-- What a staff member drives to work is commuting, whatever the vehicle does during the day.
described as (
    select
        with_energy.*,
        nullif(category_mapping.category, '') as category,
        case
            when with_energy.unreadable_reason is not null then 'unreadable'
            when nullif(category_mapping.exclusion_reason, '') is not null then category_mapping.exclusion_reason
            when with_energy.extract_name <> 'commuting' and with_energy.service_use = 'emergency' then 'emergency_service'
            when with_energy.extract_name <> 'commuting' and with_energy.service_use = 'passenger_transport' then 'paid_passenger_transport'
            when category_mapping.mode is null then 'kind_unknown'
            when told_by_distances.line_id is not null then 'told_by_vehicle_distances'
            when with_energy.block is null then 'channel_unknown'
        end as exclusion_reason
    from with_energy
    left join category_mapping
        on with_energy.travel_mode = category_mapping.mode
        and with_energy.energy = category_mapping.energy
    left join told_by_distances
        on with_energy.extract_name = told_by_distances.extract_name
        and with_energy.line_id = told_by_distances.line_id
        and with_energy.stretch_number = told_by_distances.stretch_number
)

select * from described
