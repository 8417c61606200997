-- Nothing waits for this test: it also looks at a table on which no model rests, so that an error skips no model.
-- depends_on: {{ ref('fct_findings') }}
with

activities as (
    select * from {{ ref('fct_activities') }}
),

files as (
    select * from {{ ref('int_delivered_files') }}
),

-- Grouped rather than counted as distinct text: text of every part is dear.
lines as (
    select
        extract_name,
        line_id,
        occurrence
    from activities
    where
        line_id is not null
        and occurrence is not null
    group by
        extract_name,
        line_id,
        occurrence
),

kept as (
    select
        extract_name,
        count(*) as kept_lines
    from lines
    group by extract_name
),

unequal as (
    select
        files.file_name,
        files.line_count,
        coalesce(kept.kept_lines, 0) as kept_lines
    from files
    left join kept
        on files.file_name = kept.extract_name
    where
        files.file_name in (
            'charging_sessions', 'commuting', 'fuel_transactions', 'ledger_entries', 'meter_readings', 'purchases_physical',
            'refrigerant_services', 'subcontractor_travel', 'supplier_invoices', 'trips', 'vehicle_distances', 'waste_collections'
        )
        and files.line_count <> coalesce(kept.kept_lines, 0)
)

select
    {{ finding(
        key=['file_name'],
        message=say(['file_name', "': '", 'line_count', "' lines delivered, '", 'kept_lines', "' kept'"]),
        extract_name='file_name'
    ) }}
from unequal
