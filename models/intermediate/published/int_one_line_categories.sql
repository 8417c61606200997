-- Categories whose components stand on one line of every frame: merged, they need no component, and direct and upstream
-- beside each other would be two sums over the same persons, which public factors turn into the kilometres of each mode.
with

frame_mapping as (
    select * from {{ ref('frame_mapping') }}
),

lines_per_frame as (
    select
        activity_category,
        frame,
        count(distinct line) as line_count
    from frame_mapping
    group by
        activity_category,
        frame
),

one_line_categories as (
    select activity_category
    from lines_per_frame
    group by activity_category
    having max(line_count) = 1
)

select * from one_line_categories
