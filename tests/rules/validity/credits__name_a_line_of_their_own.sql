with

-- Few lines credit another: these are kept, and the ledger passes by.
lines as (
    select * from {{ ref('int_ledger_amounts') }}
    where
        occurrence = 1
        and credits_line_id is not null
),

credits as (
    select
        lines.line_id,
        lines.entity_id,
        lines.reporting_year,
        lines.activity_type,
        lines.source_file,
        lines.source_row,
        lines.credits_line_id,
        case when coalesce(lines.supplier_id, '') <> coalesce(credited.supplier_id, '') then ' supplier' else '' end
        || case when coalesce(lines.account_code, '') <> coalesce(credited.account_code, '') then ' account' else '' end
        || case when coalesce(lines.entity_id, '') <> coalesce(credited.entity_id, '') then ' entity' else '' end
        || case when lines.currency_code <> credited.currency_code then ' currency' else '' end as differences
    from lines
    inner join {{ ref('int_ledger_amounts') }} as credited
        on lines.credits_line_id = credited.line_id
        and credited.occurrence = 1
)

select
    {{ finding(
        key=['line_id'],
        message=say(["'ledger_entries, line '", 'line_id', "' credits line '", 'credits_line_id', "' of another:'", 'differences']),
        given=['entity_id', 'activity_type', 'reporting_year', 'line_id', 'source_file', 'source_row'],
        extract_name="'ledger_entries'",
        column_name="'credits_line_id'",
        cell_value='credits_line_id'
    ) }}
from credits
where differences <> ''
