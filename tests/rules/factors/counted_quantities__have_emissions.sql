with

activities as (
    select * from {{ ref('fct_activities') }}
    where
        claim_status = 'counted'
        and emission_quantity <> 0
),

company_years as (
    select * from {{ ref('int_company_years') }}
),

lots as (
    select * from {{ ref('int_supply_lots') }}
    where quantity <> 0
),

emissions as (
    select distinct
        activity_id,
        supply_lot
    from {{ ref('fct_emissions') }}
),

without_factor as (
    select
        activities.activity_type,
        activities.reporting_year,
        min(activities.unit) as unit
    from activities
    inner join company_years
        on activities.reporting_year = company_years.reporting_year
    inner join lots
        on activities.activity_id = lots.activity_id
    left join emissions
        on lots.activity_id = emissions.activity_id
        and lots.supply_lot = emissions.supply_lot
    where emissions.activity_id is null
    group by
        activities.activity_type,
        activities.reporting_year
)

select
    {{ finding(
        key=['activity_type', 'reporting_year'],
        message=say(['activity_type', "' in '", 'unit', "' has no factor in the edition of '", 'reporting_year', "': no CO2 was calculated'"]),
        given=['activity_type', 'reporting_year']
    ) }}
from without_factor
