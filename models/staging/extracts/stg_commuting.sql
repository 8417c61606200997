with

lines as (
    {{ numbered_lines('commuting') }}
)

select * from lines
