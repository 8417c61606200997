with

precedence as (
    select * from {{ ref('int_reading_precedence') }}
    where
        is_invoiced
        and reading_counts
),

company_years as (
    select * from {{ ref('int_company_years') }}
),

meters as (
    select * from {{ ref('stg_meters_latest') }}
),

part_invoiced as (
    select
        precedence.meter_id,
        precedence.activity_type,
        precedence.month_start as month,
        precedence.location_id,
        precedence.read_days,
        coalesce(precedence.meter_invoiced_days, precedence.location_invoiced_days) as invoiced_days,
        meters.entity_id,
        company_years.reporting_year
    from precedence
    inner join company_years
        on extract(year from precedence.month_start) = company_years.reporting_year
    left join meters
        on precedence.meter_id = meters.meter_id
)

select
    {{ finding(
        key=['meter_id', 'activity_type', 'month'],
        message=say(["'meter '", 'meter_id', "': invoices cover '", 'invoiced_days', "' days of the month and readings '", 'read_days', "'; the readings count'"]),
        given=['entity_id', 'location_id', 'activity_type', 'reporting_year', 'month']
    ) }}
from part_invoiced
