with

lines as (
    select * from {{ ref('fct_spend_emissions') }}
    where
        occurrence = 1
        and vat_amount <> 0
        and currency is not null
        and upper(currency) <> 'EUR'
)

select
    {{ finding(
        key=['line_id'],
        message=say(["'ledger_entries, line '", 'line_id', "': '", short('amount', 2), "' '", 'currency', "' with VAT of '", short('vat_amount', 2), "': a supplier that charges VAT here bills in euros'"]),
        given=['entity_id', 'reporting_year', 'line_id', 'source_file', 'source_row'],
        extract_name="'ledger_entries'",
        column_name="'currency'",
        cell_value='currency'
    ) }}
from lines
