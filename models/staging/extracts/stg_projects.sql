with

lines as (
    {{ numbered_lines('projects') }}
)

select * from lines
