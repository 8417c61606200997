with

chain_years as (
    select * from {{ ref('int_chain_years') }}
    where subcontractors_surveyed > 0
),

-- Kept as numerator and denominator: a quotient would be rounded before it is multiplied.
weights as (
    select
        reporting_year,
        invoiced_eur,
        surveyed_invoiced_eur
    from chain_years
)

select * from weights
