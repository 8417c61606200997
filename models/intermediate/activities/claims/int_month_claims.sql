with

months as (
    select * from {{ ref('int_activity_months') }}
),

activity_types as (
    select * from {{ ref('stg_activity_types') }}
),

exclusions as (
    select * from {{ ref('stg_exclusions') }}
),

charge_points as (
    select * from {{ ref('stg_charge_points') }}
),

meter_roots as (
    select * from {{ ref('int_meter_roots') }}
),

balance_meters as (
    select * from {{ ref('int_balance_meters') }}
),

readable as (
    select *
    from months
    where
        unreadable_reason is null
        and out_of_scope_reason is null
        and occurrence = 1
),

-- The invoice counts and the reading is evidence, per meter and month; an invoice that names no meter, or none that is
-- mapped, speaks for its location: else its kWh or m3 would count beside the reading's.
invoiced_meters as (
    select distinct
        meter_id,
        activity_type,
        month_start
    from readable
    where
        extract_name = 'supplier_invoices'
        and meter_id is not null
),

invoiced_locations as (
    select distinct
        readable.location_id,
        readable.activity_type,
        readable.month_start
    from readable
    left join meter_roots
        on readable.meter_id = meter_roots.meter_id
    where
        readable.extract_name = 'supplier_invoices'
        and meter_roots.meter_id is null
        and readable.location_id is not null
),

-- A vehicle with litres or kWh in a calendar year has no kilometres in that year.
vehicles_with_energy as (
    select distinct
        vehicle_id,
        reporting_year
    from readable
    where
        extract_name in ('fuel_transactions', 'charging_sessions')
        and vehicle_id is not null
),

-- Exclusions by category or by type; the validity dates of the judgement hold.
excluded as (
    select distinct
        months.extract_name,
        months.line_id,
        months.occurrence,
        months.month_start
    from months
    inner join activity_types
        on months.activity_type = activity_types.activity_type
    inner join exclusions
        on exclusions.source in (activity_types.activity_type, activity_types.activity_category)
        and (exclusions.valid_from is null or months.part_start >= exclusions.valid_from)
        and (exclusions.valid_to is null or months.part_start <= exclusions.valid_to)
),

claimed as (
    select
        months.*,
        case
            when months.unreadable_reason is not null then 'unreadable'
            when months.occurrence > 1 then 'superseded'
            when months.out_of_scope_reason is not null then 'out_of_scope'
            when excluded.line_id is not null then 'excluded'
            when months.is_behind_own_main_meter then 'superseded'
            when
                months.extract_name = 'meter_readings'
                and (invoiced_meters.meter_id is not null or invoiced_locations.location_id is not null)
                then 'superseded'
            when
                months.extract_name in ('vehicle_distances', 'trips')
                and vehicles_with_energy.vehicle_id is not null
                then 'superseded'
            else 'counted'
        end as month_claim_status,
        case
            when months.unreadable_reason is not null then months.unreadable_reason
            when months.occurrence > 1 then 'line_delivered_before'
            when months.out_of_scope_reason is not null then months.out_of_scope_reason
            when excluded.line_id is not null then 'excluded_by_judgement'
            when months.is_behind_own_main_meter then 'behind_the_main_meter'
            when
                months.extract_name = 'meter_readings'
                and (invoiced_meters.meter_id is not null or invoiced_locations.location_id is not null)
                then 'invoiced'
            when
                months.extract_name in ('vehicle_distances', 'trips')
                and vehicles_with_energy.vehicle_id is not null
                then 'vehicle_has_fuel_or_charging'
            else 'only_source'
        end as month_claim_reason,
        -- The own electricity meter in whose balance the kWh stand: charging at own charge points leaves it, own solar
        -- power feeds it. A charge point behind somebody else's meter has none and carves nothing out.
        case
            when months.activity_type = 'ev_charging_own' then charge_point_roots.root_meter_id
            when months.activity_type = 'electricity' and meter_roots.meter_id is not null then meter_roots.root_meter_id
            when months.activity_type in ('electricity', 'own_solar_power') then balance_meters.meter_id
        end as balance_meter_id
    from months
    left join excluded
        on months.extract_name = excluded.extract_name
        and months.line_id = excluded.line_id
        and months.occurrence = excluded.occurrence
        and months.month_start = excluded.month_start
    left join invoiced_meters
        on months.meter_id = invoiced_meters.meter_id
        and months.activity_type = invoiced_meters.activity_type
        and months.month_start = invoiced_meters.month_start
    left join invoiced_locations
        on months.location_id = invoiced_locations.location_id
        and months.activity_type = invoiced_locations.activity_type
        and months.month_start = invoiced_locations.month_start
    left join vehicles_with_energy
        on months.vehicle_id = vehicles_with_energy.vehicle_id
        and months.reporting_year = vehicles_with_energy.reporting_year
    left join charge_points
        on months.charge_point_id = charge_points.charge_point_id
    left join meter_roots as charge_point_roots
        on charge_points.meter_id = charge_point_roots.meter_id
    left join meter_roots
        on months.meter_id = meter_roots.meter_id
    left join balance_meters
        on months.location_id = balance_meters.location_id
)

select * from claimed
