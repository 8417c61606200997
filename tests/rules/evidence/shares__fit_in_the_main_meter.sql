with

estimates as (
    select
        location_id,
        case carrier when 'electricity' then 'power_buildings' when 'gas' then 'fuel_heating' end as activity_category,
        min(estimation_method) as estimation_method,
        max({{ adapter.quote('value') }}) as share
    from {{ ref('stg_estimates') }}
    where
        unit = 'share'
        and {{ adapter.quote('value') }} is not null
    group by
        location_id,
        carrier
),

-- What the owner's meter measured for the whole building, what other tenants' meters did, and our estimated part.
used as (
    select
        location_id,
        activity_category,
        reporting_year,
        min(entity_id) as entity_id,
        min(activity_type) as activity_type,
        sum(case when claim_reason = 'whole_meter_of_the_landlord' then quantity else 0 end) as main_quantity,
        sum(case when claim_reason = 'meter_of_another_tenant' then quantity else 0 end) as tenants_quantity,
        sum(
            case when claim_status in ('counted', 'superseded') and quantity_basis in ('estimated', 'statement') then quantity else 0 end
        ) as own_quantity
    from {{ ref('fct_activities') }}
    where
        location_id is not null
        and activity_category in ('power_buildings', 'fuel_heating')
    group by
        location_id,
        activity_category,
        reporting_year
),

compared as (
    select
        used.location_id,
        used.activity_category,
        used.reporting_year,
        used.entity_id,
        used.activity_type,
        used.main_quantity,
        used.tenants_quantity,
        used.own_quantity,
        estimates.estimation_method,
        estimates.share
    from used
    inner join estimates
        on used.location_id = estimates.location_id
        and used.activity_category = estimates.activity_category
    where
        used.main_quantity > 0
        and used.own_quantity > 0
)

select
    {{ finding(
        key=['location_id', 'activity_category', 'reporting_year'],
        message=say([
            "'location '", 'location_id', "' in '", 'reporting_year', "': the owner''s meter measured '", short('main_quantity'), "', our part by '",
            'estimation_method', "' (share '", 'share', "') is '", short('own_quantity'), "', the meters of other tenants '", short('tenants_quantity')
        ]),
        given=['entity_id', 'location_id', 'activity_type', 'reporting_year'],
        extract_name="'estimates'",
        line_id='estimation_method'
    ) }}
from compared
where
    abs(own_quantity - share * main_quantity) * 20 > share * main_quantity
    or (tenants_quantity > 0 and abs(own_quantity + tenants_quantity - main_quantity) * 20 > main_quantity)
