with

invoices as (
    select * from {{ ref('int_subcontractor_invoices') }}
    where invoiced_eur > 0
),

surveyed as (
    select distinct
        supplier_id,
        {{ adapter.quote('year') }} as reporting_year
    from {{ ref('stg_subcontractor_travel') }}
    where
        occurrence = 1
        and activity_quantity is not null
),

weights as (
    select
        invoices.reporting_year,
        cast(sum(invoices.invoiced_eur) as decimal(19, 6)) as invoiced_eur,
        cast(sum(case when surveyed.supplier_id is not null then invoices.invoiced_eur else 0 end) as decimal(19, 6)) as surveyed_invoiced_eur
    from invoices
    left join surveyed
        on invoices.supplier_id = surveyed.supplier_id
        and invoices.reporting_year = surveyed.reporting_year
    group by invoices.reporting_year
)

select * from weights
where surveyed_invoiced_eur > 0
