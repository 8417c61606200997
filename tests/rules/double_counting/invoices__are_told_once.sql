with

invoices as (
    select * from {{ ref('stg_supplier_invoices') }}
    where
        occurrence = 1
        and quantity is not null
),

credited as (
    select distinct credits_line_id
    from invoices
    where credits_line_id is not null
),

numbered as (
    select
        invoices.*,
        min(invoices.line_id) over (
            partition by
                coalesce(invoices.meter_id, invoices.location_id, invoices.location),
                coalesce(invoices.activity_type, invoices.product),
                invoices.direction,
                invoices.period_start,
                invoices.period_end,
                invoices.quantity
        ) as first_line_id
    from invoices
    left join credited
        on invoices.line_id = credited.credits_line_id
    where credited.credits_line_id is null
)

select
    {{ finding(
        key=['line_id'],
        message=say(["'supplier_invoices, line '", 'line_id', "' tells the quantity and period of line '", 'first_line_id']),
        given=['entity_id', 'location_id', 'activity_type', 'extract_name', 'line_id', 'source_file', 'source_row'],
        reporting_year='extract(year from period_start)'
    ) }}
from numbered
where line_id <> first_line_id
