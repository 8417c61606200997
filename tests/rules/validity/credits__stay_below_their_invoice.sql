with

lines as (
    select * from {{ ref('int_ledger_amounts') }}
    where occurrence = 1
),

credited as (
    select
        credits_line_id,
        cast(sum(amount) as decimal(19, 6)) as credit_amount,
        count(*) as credit_count,
        max(line_id) as last_credit_line_id
    from lines
    where credits_line_id is not null
    group by credits_line_id
),

excessive as (
    select
        lines.line_id,
        lines.entity_id,
        lines.reporting_year,
        lines.activity_type,
        lines.source_file,
        lines.source_row,
        lines.amount,
        credited.credit_amount,
        credited.credit_count,
        credited.last_credit_line_id
    from lines
    inner join credited
        on lines.line_id = credited.credits_line_id
    where
        (lines.amount >= 0 and lines.amount + credited.credit_amount < 0)
        or (lines.amount < 0 and lines.amount + credited.credit_amount > 0)
)

select
    {{ finding(
        key=['line_id'],
        message=say([
            "'ledger_entries, line '", 'line_id', "' of '", short('amount', 2), "' is credited by '", short('credit_amount', 2), "' in '", 'credit_count',
            "' lines, the last '", 'last_credit_line_id'
        ]),
        given=['entity_id', 'activity_type', 'reporting_year', 'line_id', 'source_file', 'source_row'],
        extract_name="'ledger_entries'",
        column_name="'amount'",
        cell_value='amount'
    ) }}
from excessive
