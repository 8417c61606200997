with

ledger_amounts as (
    select * from {{ ref('int_ledger_amounts') }}
    where is_invoiced_cost
),

-- Credit notes are in it. A subcontractor whose credit notes make up for its invoices was hired for nothing in that year:
-- it has no travel to estimate, and is shown beside the population.
invoiced as (
    select
        supplier_id,
        reporting_year,
        count(*) as ledger_line_count,
        cast(sum(amount_eur) as decimal(19, 6)) as invoiced_eur,
        sum(amount_eur) > 0 as is_in_population
    from ledger_amounts
    group by
        supplier_id,
        reporting_year
)

select * from invoiced
