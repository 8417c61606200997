{#- what a part of a cell is of -#}
{%- set part = 'kvk_number, reporting_year, block, category' -%}
{%- set line = 'extract_name, line_id, vehicle_id, person_key, quantity_basis' -%}
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

-- Days on which something states the private kilometres of a vehicle.
stated_private as (
    select distinct
        vehicle_id,
        stretch_start
    from distances
    where year_private_km is not null
),

-- Of the lines that tell one day of a vehicle, the one that the flat number of a judgement is taken from: lease cars that
-- somebody has, once a day, and not by a correction.
flat_days as (
    select
        distances.*,
        row_number() over (partition by distances.vehicle_id, distances.stretch_start order by distances.km desc, distances.line_id) as line_rank
    from distances
    left join stated_private
        on distances.vehicle_id = stated_private.vehicle_id
        and distances.stretch_start = stated_private.stretch_start
    where
        distances.block = 'A'
        and distances.travel_mode = 'car'
        and distances.ownership = 'lease'
        and coalesce(distances.is_assigned, true)
        and distances.flat_private_km >= 0
        and distances.km >= 0
        and stated_private.vehicle_id is null
),

flat_distances as (
    select
        {{ part }},
        {{ line }},
        {{ scale_amount('max(flat_private_km)', 'sum(days_in_stretch)', 'max(days_in_year)') }} as deducted_km
    from flat_days
    where line_rank = 1
    group by
        {{ part }},
        {{ line }}
),

-- Days of a company vehicle whose distance is known: only from those can anything be taken off.
covered_days as (
    select distinct
        vehicle_id,
        stretch_start,
        stretch_end,
        {{ part }}
    from distances
    where
        block = 'A'
        and km >= 0
),

-- Commuting in a company vehicle stands in block D, so it leaves the distance of that vehicle, day by day. Only cars have
-- an occupancy: of other vehicles the kilometres of the traveller are those of the vehicle.
commuting as (
    select
        covered_days.kvk_number,
        covered_days.reporting_year,
        covered_days.block,
        covered_days.category,
        line_years.extract_name,
        line_years.line_id,
        line_years.vehicle_id,
        line_years.person_key,
        line_years.quantity_basis,
        line_years.year_km,
        line_years.distance_basis = 'vehicle' or line_years.travel_mode not in ('car', 'van') as is_vehicle_km
    from line_years
    inner join covered_days
        on line_years.vehicle_id = covered_days.vehicle_id
        and line_years.stretch_start between covered_days.stretch_start and covered_days.stretch_end
    where
        line_years.extract_name = 'commuting'
        and line_years.travel_mode in ('car', 'van', 'motorcycle', 'moped', 'e_moped')
),

stretch_parts as (
    select
        {{ part }},
        'distance' as part_kind,
        {{ line }},
        year_km as vehicle_km,
        cast(0 as decimal(19, 6)) as traveller_km
    from distances
    union all
    select
        {{ part }},
        'private_distance' as part_kind,
        {{ line }},
        cast(-year_private_km as decimal(19, 6)) as vehicle_km,
        cast(0 as decimal(19, 6)) as traveller_km
    from distances
    where year_private_km is not null
    union all
    select
        {{ part }},
        'flat_private_distance' as part_kind,
        {{ line }},
        cast(-deducted_km as decimal(19, 6)) as vehicle_km,
        cast(0 as decimal(19, 6)) as traveller_km
    from flat_distances
    union all
    select
        {{ part }},
        'commuting_in_vehicle' as part_kind,
        {{ line }},
        cast(case when is_vehicle_km then -year_km else 0 end as decimal(19, 6)) as vehicle_km,
        cast(case when is_vehicle_km then 0 else -year_km end as decimal(19, 6)) as traveller_km
    from commuting
),

parts as (
    select
        {{ part }},
        part_kind,
        {{ line }},
        cast(sum(vehicle_km) as decimal(19, 6)) as vehicle_km,
        cast(sum(traveller_km) as decimal(19, 6)) as traveller_km
    from stretch_parts
    group by
        {{ part }},
        part_kind,
        {{ line }}
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
        {{ part }},
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
