with

ledger as (
    select
        entity_id,
        journal,
        document_number,
        min(booking_date) as booking_date,
        min(reporting_year) as reporting_year
    from {{ ref('fct_spend_emissions') }}
    where
        occurrence = 1
        and document_number is not null
    group by
        entity_id,
        journal,
        document_number
),

-- The last four digits count on; what stands before them names the journal and the year.
numbered as (
    select
        ledger.*,
        substring(document_number, 1, length(document_number) - 4) as prefix,
        cast(substring(document_number, length(document_number) - 3, 4) as integer) as sequence_number
    from ledger
    where {{ matches('document_number', '.*[0-9]{4}') }}
),

followed as (
    select
        numbered.*,
        lag(sequence_number) over (partition by entity_id, journal, prefix order by sequence_number) as earlier_number,
        count(*) over (partition by entity_id, journal, prefix) as document_count,
        min(sequence_number) over (partition by entity_id, journal, prefix) as first_number,
        max(sequence_number) over (partition by entity_id, journal, prefix) as last_number
    from numbered
),

-- Numbers that mostly do not follow each other were never given in a row: nothing is missing among them.
gaps as (
    select
        followed.*,
        prefix || lpad(cast(earlier_number + 1 as {{ dbt.type_string() }}), 4, '0') as first_missing,
        sequence_number - earlier_number - 1 as missing_count
    from followed
    where
        sequence_number > earlier_number + 1
        and document_count * 10 > (last_number - first_number + 1) * 8
)

select
    {{ finding(
        key=['entity_id', 'journal', 'first_missing'],
        message=say(["'before document '", 'document_number', "' of '", 'booking_date', "', '", 'missing_count', "' documents are missing from '", 'first_missing', "' on'"]),
        given=['entity_id', 'reporting_year'],
        month="cast(" ~ dbt.date_trunc('month', 'booking_date') ~ " as date)",
        extract_name="'ledger_entries'"
    ) }}
from gaps
