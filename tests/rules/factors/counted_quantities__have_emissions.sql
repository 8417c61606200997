with

company_years as (
    select * from {{ ref('int_company_years') }}
),

lots as (
    select * from {{ ref('int_supply_lots') }}
    where quantity <> 0
),

emissions as (
    select
        activity_id,
        supply_lot
    from {{ ref('fct_emissions') }}
),

without_factor as (
    select
        lots.activity_type,
        lots.reporting_year,
        min(lots.unit) as unit
    from lots
    inner join company_years
        on lots.reporting_year = company_years.reporting_year
    left join emissions
        on lots.activity_id = emissions.activity_id
        and lots.supply_lot = emissions.supply_lot
    where emissions.activity_id is null
    group by
        lots.activity_type,
        lots.reporting_year
)

select
    {{ finding(
        key=['activity_type', 'reporting_year'],
        message=say(['activity_type', "' in '", 'unit', "' has no factor in the edition of '", 'reporting_year', "': no CO2 was calculated'"]),
        given=['activity_type', 'reporting_year']
    ) }}
from without_factor
