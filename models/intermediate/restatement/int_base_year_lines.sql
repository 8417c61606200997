with

base_years as (
    select * from {{ ref('stg_base_years') }}
    where base_year is not null
),

frame_lines as (
    select * from {{ ref('frame_lines') }}
),

-- A judgement names a line, a scope or the total of a frame; the narrower leads the wider.
ranked as (
    select
        frame_lines.frame,
        frame_lines.line,
        base_years.line as judged_line,
        base_years.base_year,
        row_number() over (
            partition by frame_lines.frame, frame_lines.line
            order by
                case base_years.line when frame_lines.line then 1 when frame_lines.scope then 2 else 3 end,
                base_years.decided_on desc nulls last,
                base_years.base_year
        ) as judgement_rank
    from frame_lines
    inner join base_years
        on frame_lines.frame = base_years.frame
        and base_years.line in (frame_lines.line, frame_lines.scope, 'total')
),

base_year_lines as (
    select
        frame,
        line,
        judged_line,
        base_year
    from ranked
    where judgement_rank = 1
)

select * from base_year_lines
