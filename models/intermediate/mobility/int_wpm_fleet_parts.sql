with

line_years as (
    select * from {{ ref('int_wpm_line_years') }}
    where
        exclusion_reason is null
        and reporting_year is not null
),

employer_years as (
    select * from {{ ref('int_wpm_employer_years') }}
),

vehicles as (
    select * from {{ ref('stg_vehicles_in_time') }}
),

entities as (
    select * from {{ ref('stg_entities_in_time') }}
),

distances as (
    select
        line_years.*,
        employer_years.flat_private_km
    from line_years
    inner join employer_years
        on line_years.kvk_number = employer_years.kvk_number
        and line_years.reporting_year = employer_years.reporting_year
    where line_years.extract_name = 'vehicle_distances'
),

-- Private kilometres as delivered; else the flat number of a judgement, for lease cars and by day.
private_distances as (
    select
        distances.*,
        case when year_private_km is null then 'flat_private_distance' else 'private_distance' end as part_kind,
        case
            when year_private_km is not null then year_private_km
            when travel_mode = 'car' and ownership = 'lease' then {{ scale_amount('flat_private_km', 'days_in_part', 'days_in_year') }}
        end as deducted_km
    from distances
),

-- Commuting in a company vehicle stands in block D, so it leaves the distance of that vehicle.
commuting as (
    select
        line_years.*,
        coalesce(entities.kvk_number, 'unknown') as vehicle_kvk_number
    from line_years
    inner join vehicles
        on line_years.vehicle_id = vehicles.vehicle_id
        and line_years.period_start between vehicles.effective_from and vehicles.effective_to
    left join entities
        on vehicles.entity_id = entities.entity_id
        and line_years.part_start between entities.effective_from and entities.effective_to
    where
        line_years.extract_name = 'commuting'
        and line_years.travel_mode in ('car', 'van', 'motorcycle', 'moped', 'e_moped')
),

vehicle_years as (
    select distinct
        vehicle_id,
        kvk_number,
        reporting_year,
        block,
        category
    from distances
),

parts as (
    select
        kvk_number,
        reporting_year,
        block,
        category,
        'distance' as part_kind,
        extract_name,
        line_id,
        vehicle_id,
        person_key,
        quantity_basis,
        year_km as vehicle_km,
        cast(0 as decimal(19, 6)) as traveller_km
    from distances
    union all
    select
        kvk_number,
        reporting_year,
        block,
        category,
        part_kind,
        extract_name,
        line_id,
        vehicle_id,
        person_key,
        quantity_basis,
        cast(-deducted_km as decimal(19, 6)) as vehicle_km,
        cast(0 as decimal(19, 6)) as traveller_km
    from private_distances
    where deducted_km is not null
    union all
    select
        vehicle_years.kvk_number,
        vehicle_years.reporting_year,
        vehicle_years.block,
        vehicle_years.category,
        'commuting_in_vehicle' as part_kind,
        commuting.extract_name,
        commuting.line_id,
        commuting.vehicle_id,
        commuting.person_key,
        commuting.quantity_basis,
        cast(case when commuting.distance_basis = 'vehicle' then -commuting.year_km else 0 end as decimal(19, 6)) as vehicle_km,
        cast(case when commuting.distance_basis = 'vehicle' then 0 else -commuting.year_km end as decimal(19, 6)) as traveller_km
    from commuting
    inner join vehicle_years
        on commuting.vehicle_id = vehicle_years.vehicle_id
        and commuting.vehicle_kvk_number = vehicle_years.kvk_number
        and commuting.reporting_year = vehicle_years.reporting_year
        and commuting.category = vehicle_years.category
),

-- A vehicle cannot be driven less than nothing on business: what private and commuting kilometres take away beyond the
-- distance itself is given back. A distance that is negative itself is a correction and stays.
vehicle_totals as (
    select
        parts.kvk_number,
        parts.reporting_year,
        parts.block,
        parts.category,
        parts.vehicle_id,
        min(parts.person_key) as person_key,
        cast(
            sum(parts.vehicle_km) + coalesce({{ scale_amount('sum(parts.traveller_km)', '1', 'max(employer_years.average_occupancy_car)') }}, 0)
            as decimal(19, 6)
        ) as net_km,
        cast(sum(case when parts.part_kind = 'distance' then parts.vehicle_km else 0 end) as decimal(19, 6)) as distance_km
    from parts
    inner join employer_years
        on parts.kvk_number = employer_years.kvk_number
        and parts.reporting_year = employer_years.reporting_year
    group by
        parts.kvk_number,
        parts.reporting_year,
        parts.block,
        parts.category,
        parts.vehicle_id
),

with_floor as (
    select * from parts
    union all
    select
        kvk_number,
        reporting_year,
        block,
        category,
        'not_below_zero' as part_kind,
        'vehicle_distances' as extract_name,
        cast(null as {{ dbt.type_string() }}) as line_id,
        vehicle_id,
        person_key,
        cast(null as {{ dbt.type_string() }}) as quantity_basis,
        cast(case when distance_km < 0 then distance_km - net_km else -net_km end as decimal(19, 6)) as vehicle_km,
        cast(0 as decimal(19, 6)) as traveller_km
    from vehicle_totals
    where
        net_km < 0
        and net_km < distance_km
)

select * from with_floor
