with

-- Main meters are judged by the day (CMP-01).
meters as (
    select * from {{ ref('stg_meters_latest') }}
    where
        role in ('sub', 'generation', 'feed_in')
        and owner = 'own'
),

months as (
    select months.*
    from {{ ref('stg_months') }} as months
    inner join {{ ref('int_company_years') }} as company_years
        on months.calendar_year = company_years.reporting_year
),

told as (
    select distinct
        meter_id,
        month_start
    from {{ ref('int_activity_months') }}
    where
        occurrence = 1
        and unreadable_reason is null
),

expected as (
    select
        meters.meter_id,
        meters.entity_id,
        meters.location_id,
        meters.role,
        months.calendar_year as reporting_year,
        count(*) as expected_months,
        count(told.month_start) as told_months,
        min(case when told.month_start is null then months.month_start end) as first_month
    from meters
    inner join months
        on (meters.valid_from is null or meters.valid_from <= months.month_start)
        and (meters.valid_to is null or meters.valid_to >= months.month_end)
    left join told
        on meters.meter_id = told.meter_id
        and months.month_start = told.month_start
    group by
        meters.meter_id,
        meters.entity_id,
        meters.location_id,
        meters.role,
        months.calendar_year
)

select
    {{ finding(
        key=['meter_id', 'reporting_year'],
        message=say(["'meter '", 'meter_id', "' ('", 'role', "') has lines in '", 'told_months', "' of '", 'expected_months', "' months of '", 'reporting_year', "'; the first without is '", 'first_month']),
        given=['entity_id', 'location_id', 'reporting_year']
    ) }}
from expected
where
    told_months < expected_months
    -- A meter of own generation that is silent all year is another finding (CMP-12).
    and (told_months > 0 or role <> 'generation')
