{{ config(materialized=read_once()) }}
with

emissions as (
    select
        activity_id,
        supply_lot,
        component,
        activity_type,
        activity_category,
        entity_id,
        reporting_year,
        person_key,
        kg_co2e
    from {{ ref('fct_emissions') }}
),

company_years as (
    select * from {{ ref('int_company_years') }}
),

activity_types as (
    select * from {{ ref('stg_activity_types') }}
),

target_entities as (
    select * from {{ ref('int_target_entities') }}
),

acquired_factors as (
    select * from {{ ref('int_acquired_lot_factors') }}
    where
        wtw_factor_value is not null
        and unit = factor_unit
),

restated_factors as (
    select * from {{ ref('int_restated_factors') }}
),

acquired_spend as (
    select * from {{ ref('int_acquired_spend') }}
    where
        variant = 'chosen'
        and kg_co2e is not null
),

acquired_components as (
    select
        components.activity_id,
        components.supply_lot,
        components.component,
        components.activity_type,
        components.activity_category,
        components.kg_co2e
    from ({{ factor_components('acquired_factors') }}) as components
    union all
    select
        acquired_spend.activity_id,
        'spend' as supply_lot,
        'unsplit' as component,
        acquired_spend.activity_type,
        acquired_spend.activity_category,
        acquired_spend.kg_co2e
    from acquired_spend
),

-- What counts, and what was bought since, at the factors of their own year. What counts has the columns of its activity.
own_components as (
    select
        emissions.*,
        false as is_acquired
    from emissions
    union all
    select
        acquired_components.activity_id,
        acquired_components.supply_lot,
        acquired_components.component,
        acquired_components.activity_type,
        acquired_components.activity_category,
        activities.entity_id,
        activities.reporting_year,
        activities.person_key,
        acquired_components.kg_co2e,
        true as is_acquired
    from acquired_components
    inner join {{ ref('fct_activities') }} as activities
        on acquired_components.activity_id = activities.activity_id
),

restated_components as (
    {{ factor_components('restated_factors') }}
),

-- Parts that a later edition restates leave with their own factor and come back with its factor.
restated_lots as (
    select
        activity_id,
        supply_lot
    from restated_factors
),

acquired_ids as (
    select distinct activity_id
    from {{ ref('int_acquired_parts') }}
),

two_ways as (
    select
        own_components.activity_id,
        own_components.component,
        own_components.activity_type,
        own_components.activity_category,
        own_components.entity_id,
        own_components.reporting_year,
        own_components.person_key,
        own_components.is_acquired,
        own_components.kg_co2e as own_kg,
        case when restated_lots.activity_id is null then own_components.kg_co2e else cast(0 as decimal(18, 6)) end as restated_kg
    from own_components
    left join restated_lots
        on own_components.activity_id = restated_lots.activity_id
        and own_components.supply_lot = restated_lots.supply_lot
    union all
    select
        restated_components.activity_id,
        restated_components.component,
        restated_components.activity_type,
        restated_components.activity_category,
        activities.entity_id,
        activities.reporting_year,
        activities.person_key,
        acquired_ids.activity_id is not null as is_acquired,
        cast(0 as decimal(18, 6)) as own_kg,
        restated_components.kg_co2e as restated_kg
    from restated_components
    inner join {{ ref('fct_activities') }} as activities
        on restated_components.activity_id = activities.activity_id
    left join acquired_ids
        on restated_components.activity_id = acquired_ids.activity_id
),

-- computed: as the footprint has it. A sold entity leaves every year, one that was bought comes into every year.
restated as (
    select
        two_ways.activity_id,
        two_ways.component,
        two_ways.activity_type,
        two_ways.activity_category,
        two_ways.entity_id,
        two_ways.reporting_year,
        case when activity_types.is_person_borne then two_ways.person_key end as person_key,
        activity_types.is_person_borne,
        two_ways.is_acquired,
        not coalesce(target_entities.is_inside, true) as is_sold,
        case when two_ways.is_acquired then cast(0 as decimal(18, 6)) else two_ways.own_kg end as computed_kg,
        case
            when two_ways.is_acquired or not coalesce(target_entities.is_inside, true) then cast(0 as decimal(18, 6))
            else cast(two_ways.restated_kg - two_ways.own_kg as decimal(18, 6))
        end as factor_kg,
        case
            when two_ways.is_acquired then two_ways.restated_kg
            when not coalesce(target_entities.is_inside, true) then cast(-two_ways.own_kg as decimal(18, 6))
            else cast(0 as decimal(18, 6))
        end as boundary_kg
    from two_ways
    inner join activity_types
        on two_ways.activity_type = activity_types.activity_type
    inner join company_years
        on two_ways.reporting_year = company_years.reporting_year
    left join target_entities
        on two_ways.entity_id = target_entities.entity_id
)

select * from restated
