with

lines as (
    {{ numbered_lines('business_metrics') }}
)

select * from lines
