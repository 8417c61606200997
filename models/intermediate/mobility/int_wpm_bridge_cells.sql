{#- cell, and the order in which its classes are rounded -#}
{%- set cell = 'kvk_number, reporting_year, block, category' -%}
with

parts as (
    select * from {{ ref('int_wpm_parts') }}
),

cells as (
    select * from {{ ref('int_wpm_cell_emissions') }}
    where
        kentallen_of = 'own'
        and kg_co2 is not null
),

ladder_rows as (
    select * from {{ ref('int_wpm_ladder_rows') }}
),

ladder_lines as (
    select distinct
        extract_name,
        line_id,
        reporting_year
    from ladder_rows
    where basis = 'by_km'
),

fuelled_vehicles as (
    select distinct
        vehicle_id,
        reporting_year
    from ladder_rows
    where
        basis = 'by_fuel'
        and vehicle_id is not null
),

distance_vehicles as (
    select distinct
        vehicle_id,
        reporting_year
    from ladder_rows
    where
        extract_name = 'vehicle_distances'
        and vehicle_id is not null
),

-- The WPM knows a fuelled vehicle by its distance or trips, or by nothing but the way to work.
told_vehicles as (
    select distinct
        vehicle_id,
        reporting_year
    from parts
    where
        is_company_vehicle
        and part_kind in ('distance', 'trip')
),

-- A company vehicle is known to the footprint by its litres and kWh, else by its distance, with all its commuting; any
-- other travel by its own line.
classed as (
    select
        parts.*,
        case
            when parts.is_company_vehicle and fuelled_vehicles.vehicle_id is not null
                then case when told_vehicles.vehicle_id is null then 'distance_missing' else 'by_fuel' end
            when parts.is_company_vehicle and distance_vehicles.vehicle_id is not null then 'by_km'
            when ladder_lines.line_id is not null then 'by_km'
            else 'only_in_wpm'
        end as bridge_class,
        case
            when parts.part_kind in ('private_distance', 'flat_private_distance', 'not_below_zero') then parts.vehicle_km
            else 0
        end as private_vehicle_km
    from parts
    left join fuelled_vehicles
        on parts.vehicle_id = fuelled_vehicles.vehicle_id
        and parts.reporting_year = fuelled_vehicles.reporting_year
    left join told_vehicles
        on parts.vehicle_id = told_vehicles.vehicle_id
        and parts.reporting_year = told_vehicles.reporting_year
    left join distance_vehicles
        on parts.vehicle_id = distance_vehicles.vehicle_id
        and parts.reporting_year = distance_vehicles.reporting_year
    left join ladder_lines
        on parts.extract_name = ladder_lines.extract_name
        and parts.line_id = ladder_lines.line_id
        and parts.reporting_year = ladder_lines.reporting_year
),

summed as (
    select
        kvk_number,
        reporting_year,
        block,
        category,
        bridge_class,
        cast(sum(vehicle_km) as decimal(19, 6)) as vehicle_km,
        cast(sum(traveller_km) as decimal(19, 6)) as traveller_km,
        cast(sum(amount_eur) as decimal(19, 6)) as amount_eur,
        cast(sum(km_told_in_euros) as decimal(19, 6)) as km_told_in_euros,
        cast(sum(private_vehicle_km) as decimal(19, 6)) as private_vehicle_km
    from classed
    group by
        kvk_number,
        reporting_year,
        block,
        category,
        bridge_class
),

-- kg of the class by itself, and of what each step changes in it.
with_kg as (
    select
        summed.kvk_number,
        summed.reporting_year,
        summed.block,
        summed.category,
        summed.bridge_class,
        cells.kg_co2 as cell_kg,
        {{ to_kg(
            'summed.vehicle_km * case when cells.mode_group = \'car\' then cells.average_occupancy_car else 1 end'
            ~ ' + summed.traveller_km + summed.amount_eur * coalesce(cells.rkm_per_eur, 0)',
            'cells.g_per_rkm * cast(0.001 as decimal(4, 3))'
        ) }} as own_kg,
        {{ to_kg(
            'summed.vehicle_km * case when cells.mode_group = \'car\' then 1 - cells.average_occupancy_car else 0 end',
            'cells.g_per_rkm * cast(0.001 as decimal(4, 3))'
        ) }} as occupancy_kg,
        {{ to_kg('-summed.private_vehicle_km', 'cells.g_per_rkm * cast(0.001 as decimal(4, 3))') }} as private_kg,
        {{ to_kg(
            'summed.km_told_in_euros - summed.amount_eur * coalesce(cells.rkm_per_eur, 0)',
            'cells.g_per_rkm * cast(0.001 as decimal(4, 3))'
        ) }} as euros_kg
    from summed
    inner join cells
        on summed.kvk_number = cells.kvk_number
        and summed.reporting_year = cells.reporting_year
        and summed.block = cells.block
        and summed.category = cells.category
),

-- The classes of a cell make the cell: the first one takes the millionths that rounding each by itself leaves.
bridge_cells as (
    select
        kvk_number,
        reporting_year,
        block,
        category,
        bridge_class,
        cast(
            case
                when row_number() over (partition by {{ cell }} order by bridge_class) = 1
                    then cell_kg - (sum(own_kg) over (partition by {{ cell }}) - own_kg)
                else own_kg
            end
            as decimal(18, 6)
        ) as wpm_kg,
        occupancy_kg,
        private_kg,
        euros_kg
    from with_kg
)

select * from bridge_cells
