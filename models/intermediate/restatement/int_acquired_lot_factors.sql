with

acquired_lots as (
    select * from {{ ref('int_acquired_lots') }}
),

chosen_editions as (
    select * from {{ ref('int_edition_choices') }}
),

{{ lot_factors('acquired_lots', 'chosen_editions') }}

select * from matched
