with

lines as (
    {{ numbered_lines('power_labels') }}
)

select * from lines
