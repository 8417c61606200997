with

lines as (
    select spend.*
    from {{ ref('fct_spend_emissions') }} as spend
    where
        spend.occurrence = 1
        -- The side of the cost: the other sides of a document have no VAT of their own.
        and spend.vat_amount is not null
        and spend.supplier_id in (
            select suppliers.supplier_id
            from {{ ref('stg_suppliers') }} as suppliers
            where suppliers.is_subcontractor
        )
),

sums as (
    select
        spend_category,
        cast(sum(abs(amount_eur)) as decimal(27, 6)) as spend_eur
    from lines
    where spend_category is not null
    group by spend_category
),

ranked as (
    select
        spend_category,
        row_number() over (order by spend_eur desc, spend_category) as spend_rank
    from sums
),

elsewhere as (
    select
        lines.*,
        ranked.spend_category as usual_category
    from lines
    inner join ranked
        on ranked.spend_rank = 1
    where
        lines.spend_category is null
        or lines.spend_category <> ranked.spend_category
)

select
    {{ finding(
        key=['line_id'],
        message=say(["'ledger_entries, line '", 'line_id', "': subcontractor '", 'supplier_id', "' is booked on account '", 'account_code', "', where subcontractors stand among '", 'usual_category']),
        given=['entity_id', 'reporting_year', 'line_id', 'source_file', 'source_row'],
        month='month',
        extract_name="'ledger_entries'",
        column_name="'account_code'",
        cell_value='account_code'
    ) }}
from elsewhere
