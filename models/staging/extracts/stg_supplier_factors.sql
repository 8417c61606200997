with

lines as (
    {{ numbered_lines('supplier_factors') }}
)

select * from lines
