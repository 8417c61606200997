with

compared as (
    select * from {{ ref('int_ledger_coverage') }}
    where
        priced_line_count > 0
        and abs(ledger_eur - activity_eur) * 20 > abs(ledger_eur)
)

select
    {{ finding(
        key=['activity_category', 'entity_id', 'reporting_year'],
        message=say([
            'activity_category', "' of '", 'entity_id', "' in '", 'reporting_year', "': '", short('ledger_eur', 2), "' euro in the ledger, '",
            short('activity_eur', 2), "' euro in the activity data'"
        ]),
        given=['entity_id', 'reporting_year'],
        extract_name="'ledger_accounts'",
        column_name="'activity_category'",
        cell_value='activity_category'
    ) }}
from compared
