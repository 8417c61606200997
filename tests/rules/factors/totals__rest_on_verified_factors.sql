with

totals as (
    select * from {{ ref('rpt_footprint_totals') }}
),

frame_lines as (
    select * from {{ ref('frame_lines') }}
),

-- A scope that has one line in the year is that line.
scopes_of_more_lines as (
    select
        totals.frame,
        frame_lines.scope,
        totals.reporting_year
    from totals
    inner join frame_lines
        on totals.frame = frame_lines.frame
        and totals.total_key = frame_lines.line
    where totals.total_kind = 'line'
    group by
        totals.frame,
        frame_lines.scope,
        totals.reporting_year
    having count(*) > 1
),

-- The whole is the same in every frame (CON-02), so it is told once.
drafts as (
    select totals.*
    from totals
    left join scopes_of_more_lines
        on totals.total_kind = 'scope'
        and totals.frame = scopes_of_more_lines.frame
        and totals.total_key = scopes_of_more_lines.scope
        and totals.reporting_year = scopes_of_more_lines.reporting_year
    where
        totals.unverified_share_pct > 5
        and (totals.total_kind <> 'scope' or scopes_of_more_lines.scope is not null)
        and (totals.total_kind <> 'total' or totals.frame = 'ladder')
)

select
    {{ finding(
        key=['frame', 'total_kind', 'total_key', 'reporting_year'],
        message=say([short('unverified_share_pct'), "'% of '", 'frame', "' '", 'total_key', "' in '", 'reporting_year', "' rests on unverified factors: DRAFT'"]),
        given=['reporting_year'],
        kg_co2e='abs(t_co2e) * 1000'
    ) }}
from drafts
