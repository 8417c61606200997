with

lines as (
    select
        source_document,
        min(extract_name) as extract_name,
        min(period_start) as first_day,
        max(period_end) as last_day
    from {{ ref('int_activity_lines') }}
    where
        extract_name not in ('ledger_entries', 'subcontractor_travel')
        and occurrence = 1
        and unreadable_reason is null
        and source_document is not null
    group by source_document
),

booked as (
    select
        source_document,
        min(supplier_id) as supplier_id,
        min(entity_id) as entity_id,
        min(line_id) as line_id,
        min(booking_date) as booking_date,
        max(booking_date) as last_booking_date
    from {{ ref('int_ledger_amounts') }}
    where
        occurrence = 1
        and treatment in ('covered_by_activity', 'spend')
        and source_document is not null
        and booking_date is not null
    group by source_document
),

compared as (
    select
        lines.source_document,
        lines.extract_name as activity_extract,
        lines.first_day,
        lines.last_day,
        booked.supplier_id,
        booked.entity_id,
        booked.line_id,
        booked.booking_date,
        booked.last_booking_date
    from lines
    inner join booked
        on lines.source_document = booked.source_document
)

select
    {{ finding(
        key=['source_document', 'activity_extract'],
        message=say([
            "'document '", 'source_document', "' of '", 'supplier_id', "' tells '", 'first_day', "' to '", 'last_day', "' in '", 'activity_extract',
            "' and is booked from '", 'booking_date', "' to '", 'last_booking_date'
        ]),
        given=['entity_id', 'line_id'],
        reporting_year='extract(year from booking_date)',
        extract_name="'ledger_entries'",
        column_name="'booking_date'",
        cell_value='booking_date'
    ) }}
from compared
where
    -- Booked in a year in which nothing of it was used: the euros of one year stand against the quantities of another.
    extract(year from booking_date) > extract(year from last_day)
    or extract(year from last_booking_date) < extract(year from first_day)
    -- An advance is billed a month ahead at most.
    or last_booking_date < cast({{ dbt.dateadd('month', -1, 'first_day') }} as date)
    or booking_date > cast({{ dbt.dateadd('month', 3, 'last_day') }} as date)
