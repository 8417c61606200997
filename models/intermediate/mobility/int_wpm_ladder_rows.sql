with

fuelled as (
    select * from {{ ref('fct_emissions') }}
    where
        extract_name in ('fuel_transactions', 'charging_sessions')
        and reporting_year is not null
),

travelled as (
    select * from {{ ref('fct_emissions') }}
    where
        extract_name in ('vehicle_distances', 'trips', 'commuting')
        and reporting_year is not null
),

lines as (
    select * from {{ ref('int_wpm_lines') }}
),

parts as (
    select * from {{ ref('int_wpm_parts') }}
),

vehicle_months as (
    select * from {{ ref('int_wpm_vehicle_months') }}
),

asked_vehicle_months as (
    select * from {{ ref('int_wpm_asked_vehicle_months') }}
),

cells as (
    select * from {{ ref('int_wpm_cell_emissions') }}
    where kentallen_of = 'own'
),

parts_with_cell as (
    select
        parts.reporting_year,
        parts.extract_name,
        parts.line_id,
        parts.vehicle_id,
        parts.is_company_vehicle,
        cells.no_co2_reason
    from parts
    inner join cells
        on parts.kvk_number = cells.kvk_number
        and parts.reporting_year = cells.reporting_year
        and parts.block = cells.block
        and parts.category = cells.category
),

wpm_lines as (
    select
        extract_name,
        line_id,
        reporting_year,
        min(no_co2_reason) as no_co2_reason
    from parts_with_cell
    group by
        extract_name,
        line_id,
        reporting_year
),

wpm_vehicles as (
    select
        vehicle_id,
        reporting_year,
        min(no_co2_reason) as no_co2_reason
    from parts_with_cell
    where
        is_company_vehicle
        and vehicle_id is not null
    group by
        vehicle_id,
        reporting_year
),

-- Each row of the footprint that tells travel: how the footprint knows it, and whether the WPM has CO2 for the same
-- line, or for the vehicle that was fuelled. Litres and kWh of a month without a distance are travel that the WPM asks and
-- does not have. What leaves an electric vehicle comes before its tank, all of it.
ladder_rows as (
    select
        fuelled.reporting_year,
        fuelled.extract_name,
        fuelled.line_id,
        fuelled.vehicle_id,
        fuelled.person_key,
        'by_fuel' as basis,
        case
            when vehicle_months.vehicle_id is null and asked_vehicle_months.vehicle_id is not null then 'distance_missing'
            when wpm_vehicles.vehicle_id is null then 'excluded_travel'
            when wpm_vehicles.no_co2_reason is not null then 'without_wpm_co2'
            else 'both'
        end as bridge_class,
        fuelled.kg_co2e,
        case
            when fuelled.component = 'upstream' then cast(0 as decimal(18, 6))
            when fuelled.extract_name = 'charging_sessions' then cast(0 as decimal(18, 6))
            else fuelled.kg_co2e
        end as ttw_kg_co2e
    from fuelled
    left join wpm_vehicles
        on fuelled.vehicle_id = wpm_vehicles.vehicle_id
        and fuelled.reporting_year = wpm_vehicles.reporting_year
    left join vehicle_months
        on fuelled.vehicle_id = vehicle_months.vehicle_id
        and fuelled.month = vehicle_months.month
    left join asked_vehicle_months
        on fuelled.vehicle_id = asked_vehicle_months.vehicle_id
        and fuelled.month = asked_vehicle_months.month
    union all
    select
        travelled.reporting_year,
        travelled.extract_name,
        travelled.line_id,
        travelled.vehicle_id,
        travelled.person_key,
        'by_km' as basis,
        case
            when wpm_lines.line_id is null then 'excluded_travel'
            when wpm_lines.no_co2_reason is not null then 'without_wpm_co2'
            else 'both'
        end as bridge_class,
        travelled.kg_co2e,
        case
            when travelled.component = 'upstream' then cast(0 as decimal(18, 6))
            when lines.category in ('car_electric', 'motorcycle_electric', 'moped_electric') then cast(0 as decimal(18, 6))
            else travelled.kg_co2e
        end as ttw_kg_co2e
    from travelled
    left join wpm_lines
        on travelled.extract_name = wpm_lines.extract_name
        and travelled.line_id = wpm_lines.line_id
        and travelled.reporting_year = wpm_lines.reporting_year
    left join lines
        on travelled.extract_name = lines.extract_name
        and travelled.line_id = lines.line_id
)

select * from ladder_rows
