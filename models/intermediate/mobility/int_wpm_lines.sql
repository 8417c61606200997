with

lines_in_time as (
    select * from {{ ref('int_wpm_lines_in_time') }}
),

-- What a line is on its first day; what changes later stands in the stretches.
lines as (
    select * from lines_in_time
    where stretch_number = 1
)

select * from lines
