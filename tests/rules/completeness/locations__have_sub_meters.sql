with

location_years as (
    select * from {{ ref('int_location_years') }}
),

estimates as (
    select
        location_id,
        carrier,
        min(estimation_method) as estimation_method,
        min({{ adapter.quote('value') }}) as share
    from {{ ref('stg_estimates') }}
    group by
        location_id,
        carrier
),

unmetered as (
    select
        location_years.*,
        'electricity' as carrier
    from location_years
    where
        not coalesce(has_own_electricity_meter, false)
        and estimated_electricity_lines > 0
    union all
    select
        location_years.*,
        'gas' as carrier
    from location_years
    where
        not coalesce(has_own_gas_meter, false)
        and estimated_gas_lines > 0
)

select
    {{ finding(
        key=['unmetered.location_id', 'unmetered.carrier', 'unmetered.reporting_year'],
        message=say([
            "'location '", 'unmetered.location_id', "' has no sub-meter for '", 'unmetered.carrier',
            "'; estimated by '", 'estimates.estimation_method', "' (share '", 'estimates.share', "')'"
        ]),
        entity_id='unmetered.entity_id',
        location_id='unmetered.location_id',
        reporting_year='unmetered.reporting_year',
        activity_type="case unmetered.carrier when 'gas' then 'natural_gas' else unmetered.carrier end"
    ) }}
from unmetered
left join estimates
    on unmetered.location_id = estimates.location_id
    and unmetered.carrier = estimates.carrier
