with

ledger as (
    select * from {{ ref('fct_spend_emissions') }}
    where
        occurrence = 1
        and document_number is not null
        and booking_date is not null
),

documents as (
    select
        entity_id,
        journal,
        document_number,
        min(booking_date) as first_date,
        max(booking_date) as last_date,
        min(reporting_year) as reporting_year,
        min(source_file) as source_file,
        cast(sum(kg_co2e) as decimal(27, 6)) as kg_co2e
    from ledger
    group by
        entity_id,
        journal,
        document_number
    having min(booking_date) < max(booking_date)
)

select
    {{ finding(
        key=['entity_id', 'journal', 'document_number'],
        message=say(["'document '", 'document_number', "' is booked on more than one day, from '", 'first_date', "' to '", 'last_date']),
        given=['entity_id', 'reporting_year', 'source_file'],
        month="cast(" ~ dbt.date_trunc('month', 'first_date') ~ " as date)",
        extract_name="'ledger_entries'",
        column_name="'booking_date'",
        kg_co2e='kg_co2e'
    ) }}
from documents
