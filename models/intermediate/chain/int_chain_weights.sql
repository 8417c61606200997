with

chain_years as (
    select * from {{ ref('int_chain_years') }}
    where
        subcontractors_surveyed > 0
        -- Below one per cent of the invoiced value nothing is estimated: the rest would be a hundred times what is known.
        and surveyed_invoiced_eur * 100 >= invoiced_eur
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
