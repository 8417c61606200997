with

lines as (
    select * from {{ ref('int_ledger_amounts') }}
    where
        occurrence = 1
        and treatment = 'spend'
        and amount > 0
        and source_document is not null
),

credited as (
    select distinct credits_line_id
    from {{ ref('int_ledger_amounts') }}
    where credits_line_id is not null
),

numbered as (
    select
        lines.*,
        min(lines.line_id) over (
            partition by coalesce(lines.supplier_id, ''), lines.source_document, lines.account_code, lines.currency_code, lines.amount
        ) as first_line_id
    from lines
    left join credited
        on lines.line_id = credited.credits_line_id
    where credited.credits_line_id is null
)

select
    {{ finding(
        key=['line_id'],
        message=say([
            "'ledger_entries, line '", 'line_id', "': '", short('amount', 2), "' '", 'currency_code', "' on account '", 'account_code', "' for document '",
            'source_document', "' is booked in line '", 'first_line_id', "' as well'"
        ]),
        given=['entity_id', 'activity_type', 'reporting_year', 'line_id', 'source_file', 'source_row'],
        extract_name="'ledger_entries'"
    ) }}
from numbered
where line_id <> first_line_id
