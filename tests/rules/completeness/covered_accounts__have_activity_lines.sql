with

uncovered as (
    select * from {{ ref('int_ledger_coverage') }}
    where activity_line_count = 0
)

select
    {{ finding(
        key=['activity_category', 'entity_id', 'reporting_year'],
        message=say([
            "'booked on accounts '", 'first_account_code', "' to '", 'last_account_code', "' in '", 'reporting_year', "': '", short('ledger_eur', 2),
            "' euro in '", 'ledger_line_count', "' lines, and no activity line of '", 'activity_category'
        ]),
        given=['entity_id', 'reporting_year'],
        extract_name="'ledger_accounts'",
        column_name="'activity_category'",
        cell_value='activity_category'
    ) }}
from uncovered
