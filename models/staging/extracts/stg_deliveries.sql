with

lines as (
    {{ numbered_lines('deliveries') }}
)

select * from lines
