with

claims as (
    select * from {{ ref('int_month_claims') }}
    where
        activity_type in ('own_solar_power', 'electricity')
        and month_claim_status in ('counted', 'out_of_scope')
),

location_months as (
    select
        location_id,
        min(entity_id) as entity_id,
        month_start as month,
        min(reporting_year) as reporting_year,
        sum(case when activity_type = 'own_solar_power' and month_claim_status = 'counted' then month_quantity else 0 end) as generated_kwh,
        coalesce(
            sum(case when month_claim_reason = 'fed_in_to_the_grid' and extract_name = 'supplier_invoices' then month_quantity end),
            sum(case when month_claim_reason = 'fed_in_to_the_grid' and extract_name = 'meter_readings' then month_quantity end)
        ) as fed_in_kwh
    from claims
    where
        location_id is not null
        and month_start is not null
    group by
        location_id,
        month_start
)

select
    {{ finding(
        key=['location_id', 'month'],
        message=say(["'location '", 'location_id', "': '", short('fed_in_kwh'), "' kWh fed in, '", short('generated_kwh'), "' kWh generated'"]),
        given=['entity_id', 'location_id', 'reporting_year', 'month'],
        activity_type="'own_solar_power'"
    ) }}
from location_months
where fed_in_kwh > generated_kwh
