with

claims as (
    select * from {{ ref('int_month_claims') }}
    where
        activity_type = 'ev_charging_own'
        and month_claim_status = 'counted'
        and balance_meter_id is null
),

company_years as (
    select * from {{ ref('int_company_years') }}
),

-- Nothing leaves a meter for these sessions: what a meter or an owner's estimate says of the place may hold them too.
unbalanced as (
    select
        claims.charge_point_id,
        claims.entity_id,
        claims.location_id,
        claims.reporting_year
    from claims
    inner join company_years
        on claims.reporting_year = company_years.reporting_year
    group by
        claims.charge_point_id,
        claims.entity_id,
        claims.location_id,
        claims.reporting_year
)

select
    {{ finding(
        key=['charge_point_id', 'entity_id', 'reporting_year'],
        message=say(["'charge point '", 'charge_point_id', "' in '", 'reporting_year', "': its sessions count and leave no meter'"]),
        given=['entity_id', 'location_id', 'reporting_year'],
        activity_type="'ev_charging_own'",
        extract_name="'charge_points'",
        line_id='charge_point_id'
    ) }}
from unbalanced
