with

vehicles as (
    select * from {{ ref('stg_vehicles') }}
),

company_years as (
    select * from {{ ref('int_company_years') }}
),

-- Additives are bought at the pump, but tell nothing of the use of a vehicle.
months as (
    select activity_months.*
    from {{ ref('int_activity_months') }} as activity_months
    inner join {{ ref('stg_activity_types') }} as activity_types
        on activity_months.activity_type = activity_types.activity_type
    where
        activity_months.occurrence = 1
        and activity_months.unreadable_reason is null
        and activity_types.activity_category <> 'vehicle_additives'
),

numbered as (
    select
        vehicles.*,
        min(coalesce(valid_from, cast('2000-01-01' as date))) over (partition by vehicle_id) as used_from,
        max(coalesce(valid_to, cast('2050-12-31' as date))) over (partition by vehicle_id) as used_to,
        row_number() over (partition by vehicle_id order by valid_from desc nulls last, energy) as vehicle_rank
    from vehicles
    where vehicle_id is not null
),

used_years as (
    select
        numbered.vehicle_id,
        numbered.entity_id,
        numbered.kind,
        numbered.energy,
        company_years.reporting_year
    from numbered
    inner join company_years
        on extract(year from numbered.used_from) <= company_years.reporting_year
        and extract(year from numbered.used_to) >= company_years.reporting_year
    where numbered.vehicle_rank = 1
),

-- Litres, kWh and kilometres per vehicle and calendar year, as delivered.
told as (
    select
        vehicle_id,
        reporting_year,
        count(*) as line_count,
        sum(case when extract_name = 'fuel_transactions' and unit = 'l' then month_quantity end) as fuel_l,
        sum(case when extract_name = 'charging_sessions' then month_quantity end) as charged_kwh,
        sum(case when extract_name = 'vehicle_distances' then month_quantity end) as distance_km
    from months
    where vehicle_id is not null
    group by
        vehicle_id,
        reporting_year
),

vehicle_years as (
    select
        used_years.vehicle_id,
        used_years.entity_id,
        used_years.kind,
        used_years.energy,
        used_years.reporting_year,
        cast(coalesce(told.line_count, 0) as integer) as line_count,
        cast(told.fuel_l as decimal(19, 6)) as fuel_l,
        cast(told.charged_kwh as decimal(19, 6)) as charged_kwh,
        cast(told.distance_km as decimal(19, 6)) as distance_km
    from used_years
    left join told
        on used_years.vehicle_id = told.vehicle_id
        and used_years.reporting_year = told.reporting_year
)

select * from vehicle_years
