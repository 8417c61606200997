with

restating_editions as (
    select * from {{ ref('int_restating_editions') }}
),

all_lots as (
    select
        activity_id,
        supply_lot,
        power_product,
        quantity,
        label_value,
        activity_type,
        activity_category,
        unit,
        reporting_year
    from {{ ref('int_supply_lots') }}
    where supply_lot <> 'spend'
    union all
    select
        activity_id,
        supply_lot,
        power_product,
        quantity,
        label_value,
        activity_type,
        activity_category,
        unit,
        reporting_year
    from {{ ref('int_acquired_lots') }}
),

-- Lots of years that a later edition restates.
restated_lots as (
    select all_lots.*
    from all_lots
    inner join restating_editions
        on all_lots.reporting_year = restating_editions.reporting_year
),

restating_choices as (
    select
        restating_editions.reporting_year,
        activity_types.activity_type,
        restating_editions.edition_id,
        false as is_chosen
    from restating_editions
    cross join {{ ref('stg_activity_types') }} as activity_types
),

{{ lot_factors('restated_lots', 'restating_choices') }},

-- A type that the edition does not print keeps its own factor.
restated as (
    select * from matched
    where
        wtw_factor_value is not null
        and unit = factor_unit
)

select * from restated
