with

lines as (
    select * from {{ ref('fct_spend_emissions') }}
    where
        occurrence = 1
        and treatment in ('spend', 'covered_by_activity')
        and vat_amount is not null
        -- Of a smaller amount a cent says nothing.
        and abs(amount) > 1
),

gross as (
    select
        lines.*,
        case
            when abs(abs(vat_amount) * 121 - abs(amount) * 21) <= 0.605 then '21/121'
            when abs(abs(vat_amount) * 109 - abs(amount) * 9) <= 0.545 then '9/109'
        end as vat_share
    from lines
)

select
    {{ finding(
        key=['line_id'],
        message=say(["'ledger_entries, line '", 'line_id', "': VAT of '", short('vat_amount', 2), "' is '", 'vat_share', "' of the amount of '", short('amount', 2), "'; it seems to be inside it'"]),
        given=['entity_id', 'reporting_year', 'line_id', 'source_file', 'source_row'],
        extract_name="'ledger_entries'",
        column_name="'amount'",
        cell_value='amount'
    ) }}
from gross
where vat_share is not null
