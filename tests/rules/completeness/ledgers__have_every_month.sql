with

entities as (
    select
        entity_id,
        min(coalesce(valid_from, cast('2000-01-01' as date))) as valid_from,
        max(coalesce(valid_to, cast('2050-12-31' as date))) as valid_to
    from {{ ref('stg_entities') }}
    where is_in_boundary
    group by entity_id
),

months as (
    select * from {{ ref('stg_months') }}
),

company_years as (
    select * from {{ ref('int_company_years') }}
),

-- Without a base year of scope 3 every reporting year is expected.
base_years as (
    select min(base_year) as base_year
    from {{ ref('stg_base_years') }}
    where line = 'scope_3'
),

-- Days first: a company books on far fewer days than lines, and a join on a range of dates is dear.
booking_days as (
    select distinct
        entity_id,
        booking_date
    from {{ ref('int_ledger_amounts') }}
    where occurrence = 1
),

booked as (
    select distinct
        booking_days.entity_id,
        months.month_start
    from booking_days
    inner join months
        on booking_days.booking_date >= months.month_start
        and booking_days.booking_date <= months.month_end
),

silent as (
    select
        entities.entity_id,
        company_years.reporting_year,
        count(*) as silent_months,
        min(months.month_start) as first_month,
        max(months.month_start) as last_month
    from entities
    cross join company_years
    cross join base_years
    inner join months
        on company_years.reporting_year = months.calendar_year
        and entities.valid_from <= months.month_start
        and entities.valid_to >= months.month_end
    left join booked
        on entities.entity_id = booked.entity_id
        and months.month_start = booked.month_start
    where
        company_years.reporting_year >= coalesce(base_years.base_year, company_years.reporting_year)
        and booked.month_start is null
    group by
        entities.entity_id,
        company_years.reporting_year
)

select
    {{ finding(
        key=['entity_id', 'reporting_year'],
        message=say(["'the ledger of '", 'entity_id', "' has no lines in '", 'silent_months', "' months of '", 'reporting_year', "', from '", 'first_month', "' to '", 'last_month']),
        given=['entity_id', 'reporting_year'],
        extract_name="'ledger_entries'"
    ) }}
from silent
