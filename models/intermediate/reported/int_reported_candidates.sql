with

recomputed as (
    select * from {{ ref('int_reported_candidates__recomputed') }}
),

printed as (
    select * from {{ ref('int_reported_candidates__printed') }}
),

candidates as (
    select * from recomputed
    union all
    select * from printed
)

select * from candidates
