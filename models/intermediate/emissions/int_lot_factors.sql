{{ config(materialized=read_once()) }}
with

supply_lots as (
    select * from {{ ref('int_supply_lots') }}
    -- Euros find their factor by their category (fct_spend_emissions).
    where supply_lot <> 'spend'
),

chosen_editions as (
    select * from {{ ref('int_edition_choices') }}
),

{{ lot_factors('supply_lots', 'chosen_editions', carried=carried_columns()) }}

select * from matched
