with

vehicles as (
    select * from {{ ref('stg_vehicles_in_time') }}
),

months as (
    select * from {{ ref('stg_months') }}
),

category_mapping as (
    select * from {{ ref('wpm_category_mapping') }}
    where nullif(category, '') is not null
),

-- The mapping of kinds names 'any' where the energy makes no difference. A vehicle that changes hands within a month is
-- the company's in that month.
asked as (
    select
        vehicles.vehicle_id,
        months.month_start as month,
        months.calendar_year as reporting_year,
        max(case when coalesce(vehicles.ownership, 'lease') <> 'private' then 1 else 0 end) = 1 as is_company_vehicle,
        max(vehicles.entity_id) as entity_id
    from vehicles
    inner join category_mapping
        on vehicles.kind = category_mapping.mode
        and category_mapping.energy in ('any', coalesce(vehicles.energy, 'unknown'))
    inner join months
        on vehicles.effective_from <= months.month_end
        and vehicles.effective_to >= months.month_start
    where coalesce(vehicles.service_use, 'none') not in ('emergency', 'passenger_transport')
    group by
        vehicles.vehicle_id,
        months.month_start,
        months.calendar_year
)

select * from asked
