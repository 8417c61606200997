with

excluded_lots as (
    select * from {{ ref('int_excluded_lots') }}
),

chosen_editions as (
    select * from {{ ref('int_edition_choices') }}
),

{{ lot_factors('excluded_lots', 'chosen_editions') }}

select * from matched
