with

files as (
    select * from {{ ref('int_delivered_files') }}
),

empty_files as (
    select *
    from files
    where
        line_count = 0
        and file_name in (
            'business_metrics', 'charging_sessions', 'commuting', 'deliveries', 'fuel_transactions', 'ledger_entries', 'projects',
            'refrigerant_services', 'supplier_invoices', 'trips', 'waste_collections',
            'entities', 'ledger_accounts', 'locations', 'meters', 'power_contracts', 'products', 'suppliers', 'vehicles',
            'base_years', 'category_screening', 'company', 'data_plan', 'exclusions', 'removals', 'spend_categories', 'targets'
        )
)

select
    {{ finding(
        key=['file_name'],
        message=say(['file_group', "'/'", 'file_name', "'.csv has no rows'"]),
        extract_name='file_name',
        source_file=say(['file_group', "'/'", 'file_name', "'.csv'"])
    ) }}
from empty_files
