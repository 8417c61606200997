with

published as (
    select * from {{ ref('int_published_emissions') }}
),

-- The same rows under each frame: the totals of the frames are equal by construction.
framed as (
    select
        'ladder' as frame,
        ladder_line as line,
        published.*
    from published
    union all
    select
        'ghg_protocol' as frame,
        ghg_line as line,
        published.*
    from published
    union all
    select
        'iso_14064' as frame,
        iso_line as line,
        published.*
    from published
)

select * from framed
