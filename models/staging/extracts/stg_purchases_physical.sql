with

lines as (
    {{ numbered_lines('purchases_physical') }}
)

select * from lines
