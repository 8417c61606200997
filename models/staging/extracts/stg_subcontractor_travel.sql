with

lines as (
    {{ numbered_lines('subcontractor_travel') }}
)

select * from lines
