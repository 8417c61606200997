with

boundaries as (
    select
        {{ adapter.quote('year') }} as reporting_year,
        boundary_share_pct,
        source,
        decided_on
    from {{ ref('stg_chain_boundaries') }}
),

-- Travel that was surveyed and has no kilograms: with it the spend would leave and nothing would come in its place.
without_kg as (
    select distinct reporting_year
    from {{ ref('int_chain_surveyed_travel') }}
    where kg_co2e is null
),

-- A year in which too little was surveyed to estimate anything: its travel would be counted beside the whole spend.
weights as (
    select reporting_year from {{ ref('int_chain_weights') }}
),

-- Of two rows for one year the last decision; a share of nothing, or of more than all, lets nothing in.
ranked as (
    select
        boundaries.*,
        row_number() over (
            partition by boundaries.reporting_year
            order by boundaries.decided_on desc nulls last, boundaries.boundary_share_pct, boundaries.source
        ) as decision_rank
    from boundaries
    inner join weights
        on boundaries.reporting_year = weights.reporting_year
    left join without_kg
        on boundaries.reporting_year = without_kg.reporting_year
    where
        boundaries.reporting_year is not null
        and boundaries.boundary_share_pct > 0
        and boundaries.boundary_share_pct <= 100
        and boundaries.source is not null
        and without_kg.reporting_year is null
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
