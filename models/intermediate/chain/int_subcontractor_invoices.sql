with

ledger as (
    select * from {{ ref('int_ledger_amounts') }}
    where is_invoiced_cost
),

invoices as (
    select
        supplier_id,
        reporting_year,
        cast(sum(amount_eur) as decimal(19, 6)) as invoiced_eur
    from ledger
    group by
        supplier_id,
        reporting_year
)

select * from invoices
