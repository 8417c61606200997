with

lines as (
    {{ numbered_lines('meter_readings') }}
)

select * from lines
