with

lines as (
    {{ numbered_lines('waste_collections') }}
),

with_location as (
    {{ conform_location('lines') }}
),

with_product as (
    {{ conform_product('with_location', 'waste_type') }}
),

normalised as (
    {{ normalise_quantity('with_product', 'quantity') }}
)

select * from normalised
