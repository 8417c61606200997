with

lines as (
    {{ numbered_lines('stock_counts') }}
)

select * from lines
