with

delivered as (
    select * from {{ ref('int_wpm_vehicle_lines') }}
    union all
    select * from {{ ref('int_wpm_trip_lines') }}
    union all
    select * from {{ ref('int_wpm_commuting_lines') }}
),

vehicles as (
    select * from {{ ref('stg_vehicles_in_time') }}
),

distances as (
    select * from {{ ref('int_wpm_vehicle_lines') }}
    where unreadable_reason is null
),

category_mapping as (
    select * from {{ ref('wpm_category_mapping') }}
),

-- Trips of a day that a distance of their vehicle covers.
told_by_distances as (
    select distinct delivered.line_id
    from delivered
    inner join distances
        on delivered.vehicle_id = distances.vehicle_id
        and delivered.period_start between distances.period_start and distances.period_end
    where
        delivered.extract_name = 'trips'
        and delivered.mode in ('car', 'motorcycle', 'moped', 'e_moped')
),

-- The mapping of the vehicle leads what a line says of it. A vehicle that is named and not called private is the
-- company's. What goes by train in a line that names a vehicle goes by train.
with_vehicle as (
    select
        delivered.*,
        vehicles.service_use,
        vehicles.ownership,
        vehicles.entity_id as vehicle_entity_id,
        case
            when delivered.mode in ('car', 'motorcycle', 'moped', 'e_moped') then coalesce(vehicles.kind, delivered.mode)
            else delivered.mode
        end as travel_mode,
        coalesce(vehicles.energy, delivered.fuel, 'unknown') as stated_energy,
        coalesce(
            delivered.vehicle_id is not null
            and (delivered.extract_name = 'vehicle_distances' or delivered.mode in ('car', 'motorcycle', 'moped', 'e_moped'))
            and coalesce(vehicles.ownership, 'lease') <> 'private',
            false
        ) as is_company_vehicle
    from delivered
    left join vehicles
        on delivered.vehicle_id = vehicles.vehicle_id
        and coalesce(delivered.period_start, cast('9999-12-31' as date)) between vehicles.effective_from and vehicles.effective_to
),

with_energy as (
    select
        with_vehicle.*,
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
        on with_energy.extract_name = 'trips'
        and with_energy.line_id = told_by_distances.line_id
)

select * from described
