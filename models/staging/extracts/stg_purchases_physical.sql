with

lines as (
    {{ numbered_lines('purchases_physical') }}
),

with_product as (
    {{ conform_product('lines', 'product') }}
),

normalised as (
    {{ normalise_quantity('with_product', 'quantity') }}
)

select * from normalised
