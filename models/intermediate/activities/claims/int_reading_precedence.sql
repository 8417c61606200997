with

months as (
    select * from {{ ref('int_activity_months') }}
    where
        unreadable_reason is null
        and out_of_scope_reason is null
        and occurrence = 1
        and not is_behind_own_main_meter
),

mapped_meters as (
    select distinct meter_id
    from {{ ref('int_meter_roots') }}
),

readings as (
    select
        meter_id,
        activity_type,
        month_start,
        min(location_id) as location_id,
        coalesce(sum(days_in_part), 0) as read_days
    from months
    where extract_name = 'meter_readings'
    group by
        meter_id,
        activity_type,
        month_start
),

-- Days that invoices cover: a credit note takes its days back, a settlement below zero brings none.
invoices as (
    select
        months.activity_type,
        months.month_start,
        mapped_meters.meter_id,
        months.location_id,
        case
            when months.month_quantity < 0 and months.credits_line_id is not null then -months.days_in_part
            when months.month_quantity < 0 then 0
            else months.days_in_part
        end as days
    from months
    left join mapped_meters
        on months.meter_id = mapped_meters.meter_id
    where months.extract_name = 'supplier_invoices'
),

invoiced_meters as (
    select
        meter_id,
        activity_type,
        month_start,
        coalesce(sum(days), 0) as invoiced_days
    from invoices
    where meter_id is not null
    group by
        meter_id,
        activity_type,
        month_start
),

-- An invoice that names no meter, or none that is mapped, speaks for its location.
invoiced_locations as (
    select
        location_id,
        activity_type,
        month_start,
        coalesce(sum(days), 0) as invoiced_days
    from invoices
    where
        meter_id is null
        and location_id is not null
    group by
        location_id,
        activity_type,
        month_start
),

-- The invoice counts and the reading is evidence, unless the readings of the month cover more days: an invoice for half
-- a month, or one that was credited in full, must not take the other half, or all, of a month that was read.
precedence as (
    select
        readings.meter_id,
        readings.activity_type,
        readings.month_start,
        readings.location_id,
        readings.read_days,
        invoiced_meters.invoiced_days as meter_invoiced_days,
        invoiced_locations.invoiced_days as location_invoiced_days,
        invoiced_meters.meter_id is not null or invoiced_locations.location_id is not null as is_invoiced,
        case
            when invoiced_meters.invoiced_days >= readings.read_days then false
            when invoiced_locations.invoiced_days >= readings.read_days then false
            else true
        end as reading_counts
    from readings
    left join invoiced_meters
        on readings.meter_id = invoiced_meters.meter_id
        and readings.activity_type = invoiced_meters.activity_type
        and readings.month_start = invoiced_meters.month_start
    left join invoiced_locations
        on readings.location_id = invoiced_locations.location_id
        and readings.activity_type = invoiced_locations.activity_type
        and readings.month_start = invoiced_locations.month_start
)

select * from precedence
