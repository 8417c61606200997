with

lives as (
    select
        vehicle_id,
        min(entity_id) as entity_id,
        min(coalesce(valid_from, cast('2000-01-01' as date))) as first_day,
        max(coalesce(valid_to, cast('2050-12-31' as date))) as last_day
    from {{ ref('stg_vehicles') }}
    where vehicle_id is not null
    group by vehicle_id
),

company_years as (
    select * from {{ ref('int_company_years') }}
),

vehicle_years as (
    select
        vehicle_id,
        reporting_year,
        sum(case when extract_name in ('fuel_transactions', 'charging_sessions') then 1 else 0 end) as card_lines
    from {{ ref('int_activity_months') }}
    where
        occurrence = 1
        and unreadable_reason is null
        and vehicle_id is not null
        and activity_type in (
            select activity_types.activity_type
            from {{ ref('stg_activity_types') }} as activity_types
            where activity_types.activity_category <> 'vehicle_additives'
        )
    group by
        vehicle_id,
        reporting_year
),

known as (
    select vehicle_id
    from vehicle_years
    group by vehicle_id
    having max(card_lines) > 0
),

-- A year without any line is another finding (CMP-03).
silent as (
    select
        vehicle_years.vehicle_id,
        lives.entity_id,
        vehicle_years.reporting_year
    from vehicle_years
    inner join known
        on vehicle_years.vehicle_id = known.vehicle_id
    inner join company_years
        on vehicle_years.reporting_year = company_years.reporting_year
    inner join lives
        on vehicle_years.vehicle_id = lives.vehicle_id
        and extract(year from lives.first_day) <= vehicle_years.reporting_year
        and extract(year from lives.last_day) >= vehicle_years.reporting_year
    where vehicle_years.card_lines = 0
)

select
    {{ finding(
        key=['vehicle_id', 'reporting_year'],
        message=say(["'vehicle '", 'vehicle_id', "' has fuel or charging in other years; in '", 'reporting_year', "' it has other lines and neither'"]),
        given=['entity_id', 'vehicle_id', 'reporting_year']
    ) }}
from silent
