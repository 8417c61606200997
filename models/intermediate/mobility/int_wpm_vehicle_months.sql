with

lines as (
    select * from {{ ref('int_wpm_lines_in_time') }}
    where
        vehicle_id is not null
        and exclusion_reason is null
        and stretch_start is not null
        and km >= 0
),

months as (
    select * from {{ ref('stg_months') }}
),

-- A distance tells the months that its period touches; a trip tells its whole year, since a vehicle whose trips are written
-- down stands still in between.
told as (
    select
        lines.vehicle_id,
        months.month_start as month
    from lines
    inner join months
        on lines.stretch_start <= months.month_end
        and lines.stretch_end >= months.month_start
    where lines.extract_name = 'vehicle_distances'
    union distinct
    select
        lines.vehicle_id,
        months.month_start as month
    from lines
    inner join months
        on extract(year from lines.period_start) = months.calendar_year
    where
        lines.extract_name = 'trips'
        and lines.is_company_vehicle
)

select * from told
