with

reported_figures as (
    select * from {{ ref('rpt_reported_figures') }}
),

-- What agrees with quantities that a document prints says something; what agrees with fitted data only says that the
-- machinery conserves. So they are never counted together.
summary as (
    select
        input_basis,
        verdict,
        cast(count(*) as integer) as figures,
        cast(sum(case when is_explained then 1 else 0 end) as integer) as explained_figures
    from reported_figures
    group by
        input_basis,
        verdict
)

select * from summary
