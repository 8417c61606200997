with

ledger as (
    select * from {{ ref('fct_spend_emissions') }}
    where
        occurrence = 1
        and document_number is not null
),

documents as (
    select
        entity_id,
        journal,
        document_number,
        min(booking_date) as booking_date,
        min(reporting_year) as reporting_year,
        min(source_file) as source_file,
        count(*) as line_count,
        cast(sum(coalesce(amount_eur, 0)) as decimal(27, 6)) as difference_eur,
        cast(sum(kg_co2e) as decimal(27, 6)) as kg_co2e
    from ledger
    group by
        entity_id,
        journal,
        document_number
),

-- A file of costs alone has no other side; a journal is double-entry when most of its documents are.
journals as (
    select
        entity_id,
        journal
    from documents
    group by
        entity_id,
        journal
    having sum(case when abs(difference_eur) * 100 <= line_count then 2 else 0 end) > count(*)
),

-- A cent per line is the rounding of a currency.
unbalanced as (
    select documents.*
    from documents
    inner join journals
        on coalesce(documents.entity_id, '') = coalesce(journals.entity_id, '')
        and coalesce(documents.journal, '') = coalesce(journals.journal, '')
    where abs(documents.difference_eur) * 100 > documents.line_count
)

select
    {{ finding(
        key=['entity_id', 'journal', 'document_number'],
        message=say(["'document '", 'document_number', "' of '", 'booking_date', "' does not balance: its '", 'line_count', "' lines leave '", short('difference_eur', 2), "' euro'"]),
        given=['entity_id', 'reporting_year', 'source_file'],
        month="cast(" ~ dbt.date_trunc('month', 'booking_date') ~ " as date)",
        extract_name="'ledger_entries'",
        column_name="'amount'",
        kg_co2e='kg_co2e'
    ) }}
from unbalanced
