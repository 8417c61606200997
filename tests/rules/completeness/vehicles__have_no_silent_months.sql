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

months as (
    select months.*
    from {{ ref('stg_months') }} as months
    inner join {{ ref('int_company_years') }} as company_years
        on months.calendar_year = company_years.reporting_year
),

-- Cards tell a vehicle's use month by month; kilometres come per half-year, and additives tell nothing.
told as (
    select distinct
        activity_months.vehicle_id,
        activity_months.month_start
    from {{ ref('int_activity_months') }} as activity_months
    inner join {{ ref('stg_activity_types') }} as activity_types
        on activity_months.activity_type = activity_types.activity_type
    where
        activity_months.extract_name in ('fuel_transactions', 'charging_sessions')
        and activity_months.occurrence = 1
        and activity_months.unreadable_reason is null
        and activity_months.vehicle_id is not null
        and activity_types.activity_category <> 'vehicle_additives'
),

-- A year without any line is another finding (CMP-03), or a vehicle that is known by its kilometres.
told_years as (
    select distinct
        vehicle_id,
        cast(extract(year from month_start) as integer) as reporting_year
    from told
),

expected as (
    select
        lives.vehicle_id,
        lives.entity_id,
        months.calendar_year as reporting_year,
        months.month_start,
        cast({{ dbt.dateadd('month', 1, 'months.month_start') }} as date) as next_month,
        told.month_start is null as is_silent
    from lives
    inner join months
        on lives.first_day <= months.month_start
        and lives.last_day >= months.month_end
    inner join told_years
        on lives.vehicle_id = told_years.vehicle_id
        and months.calendar_year = told_years.reporting_year
    left join told
        on lives.vehicle_id = told.vehicle_id
        and months.month_start = told.month_start
),

-- One month may be a holiday; two in a row are a card that was not delivered.
silent as (
    select
        expected.vehicle_id,
        expected.entity_id,
        expected.reporting_year,
        count(*) as pair_count,
        min(expected.month_start) as first_month
    from expected
    inner join expected as following
        on expected.vehicle_id = following.vehicle_id
        and expected.next_month = following.month_start
    where
        expected.is_silent
        and following.is_silent
    group by
        expected.vehicle_id,
        expected.entity_id,
        expected.reporting_year
)

select
    {{ finding(
        key=['vehicle_id', 'reporting_year'],
        message=say(["'vehicle '", 'vehicle_id', "' has neither fuel nor charging in two or more months in a row of '", 'reporting_year', "', from '", 'first_month']),
        given=['entity_id', 'vehicle_id', 'reporting_year'],
        month='first_month'
    ) }}
from silent
