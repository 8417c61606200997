with

lots as (
    select * from {{ ref('int_supply_lots') }}
),

power_parts as (
    select * from {{ ref('int_power_parts') }}
    where contract_product = 'green'
),

activity_types as (
    select * from {{ ref('stg_activity_types') }}
),

emissions as (
    select
        activity_id,
        supply_lot,
        cast(sum(kg_co2e) as decimal(27, 6)) as kg_co2e
    from {{ ref('fct_emissions') }}
    where supply_lot = 'contract|grey'
    group by
        activity_id,
        supply_lot
),

-- The kWh are told of buildings only: what was charged may be one person's.
uncovered as (
    select
        power_parts.entity_id,
        power_parts.location_id,
        power_parts.reporting_year,
        max(case when activity_types.is_person_borne then 1 else 0 end) = 1 as has_charging,
        sum(lots.quantity) as grey_kwh,
        cast(sum(case when not activity_types.is_person_borne then emissions.kg_co2e end) as decimal(27, 6)) as grey_kg_co2e
    from lots
    inner join power_parts
        on lots.activity_id = power_parts.activity_id
    inner join activity_types
        on power_parts.activity_type = activity_types.activity_type
    left join emissions
        on lots.activity_id = emissions.activity_id
        and lots.supply_lot = emissions.supply_lot
    where lots.supply_lot = 'contract|grey'
    group by
        power_parts.entity_id,
        power_parts.location_id,
        power_parts.reporting_year
    having sum(lots.quantity) > 0
)

select
    {{ finding(
        key=['entity_id', 'location_id', 'reporting_year'],
        message=say([
            "case when has_charging then 'power' else cast(" ~ short('grey_kwh') ~ ' as ' ~ dbt.type_string() ~ ") || ' kWh' end",
            "' under a green contract of '", 'location_id', "' without a certificate counts as grey'"
        ]),
        given=['entity_id', 'location_id', 'reporting_year'],
        activity_type="'electricity'",
        kg_co2e='grey_kg_co2e'
    ) }}
from uncovered
