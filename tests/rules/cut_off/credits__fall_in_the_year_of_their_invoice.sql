with

credits as (
    select * from {{ ref('int_ledger_amounts') }}
    where
        occurrence = 1
        and is_credit
        and is_paired
        and booking_year <> price_level_year
)

select
    {{ finding(
        key=['line_id'],
        message=say([
            "'ledger_entries, line '", 'line_id', "': '", short('amount_eur', 2), "' euro booked in '", 'booking_year', "' credits line '", 'credits_line_id',
            "' of '", 'price_level_year'
        ]),
        given=['entity_id', 'activity_type', 'reporting_year', 'line_id', 'source_file', 'source_row'],
        extract_name="'ledger_entries'",
        column_name="'credits_line_id'",
        cell_value='credits_line_id'
    ) }}
from credits
