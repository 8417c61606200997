with

unknown as (
    select * from {{ ref('int_unknown_keys') }}
    where
        column_name in (
            'location_id', 'activity_type', 'activity_category', 'edition_id', 'alternative_edition_id', 'account_code', 'project_id'
        )
        -- Per account with its euros: booked_accounts__are_mapped.
        and file_name <> 'ledger_entries'
    union all
    select * from {{ ref('int_unknown_keys') }}
    where
        column_name = 'project_id'
        and file_name = 'ledger_entries'
)

select
    {{ finding(
        key=['file_name', 'line_id', 'column_name'],
        message=say(['file_name', "', line '", 'line_id', "': '", 'column_name', "' '''", 'cell_value', "''' is not in '", 'key_home']),
        given=['entity_id', 'location_id', 'vehicle_id', 'line_id', 'source_file', 'source_row', 'column_name', 'cell_value'],
        extract_name='file_name'
    ) }}
from unknown
