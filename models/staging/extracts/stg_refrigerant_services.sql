with

lines as (
    {{ numbered_lines('refrigerant_services') }}
),

with_location as (
    {{ conform_location('lines') }}
),

with_product as (
    {{ conform_product('with_location', 'refrigerant') }}
),

normalised as (
    {{ normalise_quantity('with_product', 'quantity') }}
)

select * from normalised
