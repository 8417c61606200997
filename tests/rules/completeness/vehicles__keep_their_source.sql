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

-- Where three in four vehicles of a year have a card, one without is more likely missing than different.
fleets as (
    select reporting_year
    from vehicle_years
    group by reporting_year
    having sum(case when card_lines > 0 then 4 else 0 end) >= 3 * count(*)
),

-- A year without any line is another finding (CMP-03).
silent as (
    select
        vehicle_years.vehicle_id,
        lives.entity_id,
        vehicle_years.reporting_year
    from vehicle_years
    left join known
        on vehicle_years.vehicle_id = known.vehicle_id
    left join fleets
        on vehicle_years.reporting_year = fleets.reporting_year
    inner join company_years
        on vehicle_years.reporting_year = company_years.reporting_year
    inner join lives
        on vehicle_years.vehicle_id = lives.vehicle_id
        and extract(year from lives.first_day) <= vehicle_years.reporting_year
        and extract(year from lives.last_day) >= vehicle_years.reporting_year
    where
        vehicle_years.card_lines = 0
        and (known.vehicle_id is not null or fleets.reporting_year is not null)
)

select
    {{ finding(
        key=['vehicle_id', 'reporting_year'],
        message=say(["'vehicle '", 'vehicle_id', "' has lines in '", 'reporting_year', "' and neither fuel nor charging, as it has in other years or most of the fleet has'"]),
        given=['entity_id', 'vehicle_id', 'reporting_year']
    ) }}
from silent
