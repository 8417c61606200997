{{ config(materialized=read_once()) }}
with

lot_factors as (
    select * from {{ ref('int_lot_factors') }}
),

-- A lot without a well-to-wheel value, or with a factor in another unit, gives no kg: a finding, never a guess.
usable as (
    select * from lot_factors
    where
        wtw_factor_value is not null
        and unit = factor_unit
),

components as (
    {{ factor_components('usable') }}
)

select * from components
