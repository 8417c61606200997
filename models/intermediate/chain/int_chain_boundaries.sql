with

boundaries as (
    select
        {{ adapter.quote('year') }} as reporting_year,
        boundary_share_pct,
        source,
        decided_on
    from {{ ref('stg_chain_boundaries') }}
),

-- Of two rows for one year the last decision; a share outside 0 to 100 lets nothing in.
ranked as (
    select
        boundaries.*,
        row_number() over (
            partition by reporting_year order by decided_on desc nulls last, boundary_share_pct, source
        ) as decision_rank
    from boundaries
    where
        reporting_year is not null
        and boundary_share_pct between 0 and 100
        and source is not null
),

last_decisions as (
    select
        reporting_year,
        boundary_share_pct,
        source
    from ranked
    where decision_rank = 1
)

select * from last_decisions
