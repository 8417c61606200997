with

claims as (
    select * from {{ ref('int_month_claims') }}
),

meters as (
    select * from {{ ref('stg_meters_latest') }}
),

locations as (
    select
        location_id,
        min(coalesce(valid_from, cast('2000-01-01' as date))) as valid_from,
        max(coalesce(valid_to, cast('2050-12-31' as date))) as valid_to
    from {{ ref('stg_locations') }}
    group by location_id
),

months as (
    select * from {{ ref('stg_months') }}
),

company_years as (
    select * from {{ ref('int_company_years') }}
),

-- The own main meters that a footprint rests on.
main_meters as (
    select
        meters.meter_id,
        meters.location_id,
        meters.entity_id,
        meters.carrier,
        case meters.carrier
            when 'electricity' then 'electricity'
            when 'gas' then 'natural_gas'
            when 'heat' then 'district_heat'
            when 'water' then 'water'
        end as activity_type,
        case when meters.valid_from > locations.valid_from then meters.valid_from else locations.valid_from end as valid_from,
        case when meters.valid_to < locations.valid_to then meters.valid_to else locations.valid_to end as valid_to
    from meters
    inner join locations
        on meters.location_id = locations.location_id
    where
        meters.role = 'main'
        and meters.owner = 'own'
),

-- The days of each month on which meter and location are ours.
expected as (
    select
        main_meters.meter_id,
        main_meters.location_id,
        main_meters.entity_id,
        main_meters.carrier,
        main_meters.activity_type,
        months.month_start,
        months.calendar_year as reporting_year,
        {{ dbt.datediff(
            'case when main_meters.valid_from > months.month_start then main_meters.valid_from else months.month_start end',
            'case when main_meters.valid_to < months.month_end then main_meters.valid_to else months.month_end end',
            'day'
        ) }} + 1 as expected_days
    from main_meters
    inner join months
        on main_meters.valid_from <= months.month_end
        and main_meters.valid_to >= months.month_start
    inner join company_years
        on months.calendar_year = company_years.reporting_year
),

readable as (
    select
        claims.*,
        {{ dbt.datediff(
            'claims.part_start',
            'case when claims.period_end < months.month_end then claims.period_end else months.month_end end',
            'day'
        ) }} + 1 as part_days
    from claims
    inner join months
        on claims.month_start = months.month_start
    where
        claims.occurrence = 1
        and claims.unreadable_reason is null
        and claims.month_claim_status <> 'out_of_scope'
        and claims.extract_name in ('supplier_invoices', 'meter_readings')
),

-- Lines of one document and period (tariffs, terms) cover the same days once; a credit note takes its days back.
documents as (
    select
        meter_id,
        location_id,
        activity_type,
        month_start,
        extract_name,
        coalesce(source_document, line_id) as document_id,
        period_start,
        period_end,
        sum(month_quantity) as quantity,
        max(part_days) * case when sum(month_quantity) < 0 then -1 else 1 end as covered_days
    from readable
    group by
        meter_id,
        location_id,
        activity_type,
        month_start,
        extract_name,
        coalesce(source_document, line_id),
        period_start,
        period_end
),

located as (
    select
        documents.*,
        meters.meter_id is null as names_no_meter
    from documents
    left join meters
        on documents.meter_id = meters.meter_id
),

-- An invoice that names no meter, or none that is mapped, speaks for the main meter of its location. Two joins, since
-- one join on either of two keys compares every pair of a type and month.
speaking as (
    {%- for key in ['meter_id', 'location_id'] %}
    select
        expected.meter_id,
        expected.month_start,
        located.extract_name,
        located.covered_days,
        located.quantity
    from expected
    inner join located
        on expected.{{ key }} = located.{{ key }}
        and expected.activity_type = located.activity_type
        and expected.month_start = located.month_start
    {{ 'union all' if not loop.last else 'where located.names_no_meter' }}
    {%- endfor %}
),

matched as (
    select
        meter_id,
        month_start,
        sum(case when extract_name = 'supplier_invoices' then covered_days else 0 end) as invoiced_days,
        sum(case when extract_name = 'meter_readings' then covered_days else 0 end) as read_days,
        sum(case when extract_name = 'supplier_invoices' then quantity end) as invoiced_quantity,
        sum(case when extract_name = 'meter_readings' then quantity end) as read_quantity
    from speaking
    group by
        meter_id,
        month_start
),

meter_months as (
    select
        expected.meter_id,
        expected.location_id,
        expected.entity_id,
        expected.carrier,
        expected.activity_type,
        expected.month_start as month,
        expected.reporting_year,
        cast(expected.expected_days as integer) as expected_days,
        cast(coalesce(matched.invoiced_days, 0) as integer) as invoiced_days,
        cast(coalesce(matched.read_days, 0) as integer) as read_days,
        cast(matched.invoiced_quantity as decimal(19, 6)) as invoiced_quantity,
        cast(matched.read_quantity as decimal(19, 6)) as read_quantity
    from expected
    left join matched
        on expected.meter_id = matched.meter_id
        and expected.month_start = matched.month_start
)

select * from meter_months
