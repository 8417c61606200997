with

lines as (
    {{ numbered_lines('supplier_invoices') }}
),

with_location as (
    {{ conform_location('lines') }}
),

with_product as (
    {{ conform_product('with_location', 'product') }}
),

normalised as (
    {{ normalise_quantity('with_product', 'quantity') }}
)

select * from normalised
