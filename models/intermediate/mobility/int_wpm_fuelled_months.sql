with

activity_months as (
    select * from {{ ref('int_activity_months') }}
    where
        extract_name in ('fuel_transactions', 'charging_sessions')
        and occurrence = 1
        and unreadable_reason is null
        and vehicle_id is not null
        and month_quantity > 0
),

asked_vehicle_months as (
    select * from {{ ref('int_wpm_asked_vehicle_months') }}
    where is_company_vehicle
),

vehicle_months as (
    select * from {{ ref('int_wpm_vehicle_months') }}
),

fuelled as (
    select distinct
        activity_months.vehicle_id,
        activity_months.month_start as month
    from activity_months
),

fuelled_months as (
    select
        fuelled.vehicle_id,
        fuelled.month,
        asked_vehicle_months.reporting_year,
        asked_vehicle_months.entity_id,
        vehicle_months.vehicle_id is not null as has_distance
    from fuelled
    inner join asked_vehicle_months
        on fuelled.vehicle_id = asked_vehicle_months.vehicle_id
        and fuelled.month = asked_vehicle_months.month
    left join vehicle_months
        on fuelled.vehicle_id = vehicle_months.vehicle_id
        and fuelled.month = vehicle_months.month
)

select * from fuelled_months
