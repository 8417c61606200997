with

lines as (
    select * from {{ ref('int_activity_lines') }}
),

credited as (
    select distinct
        extract_name,
        line_id
    from lines
),

-- Losses of refrigerant carry a sign of their own: recovery and closing stock are negative.
uncredited as (
    select lines.*
    from lines
    left join credited
        on lines.extract_name = credited.extract_name
        and lines.credits_line_id = credited.line_id
    where
        lines.occurrence = 1
        and lines.source_quantity < 0
        -- Accounts outside the spend are credited all day.
        and (lines.extract_name <> 'ledger_entries' or lines.activity_type is not null)
        and credited.line_id is null
)

select
    {{ finding(
        key=['extract_name', 'line_id'],
        message=say(['extract_name', "', line '", 'line_id', "': quantity '", short('source_quantity', 2), "' '", 'source_unit', "' credits no line that is known'"]),
        given=['entity_id', 'location_id', 'vehicle_id', 'activity_type', 'extract_name', 'line_id', 'source_file', 'source_row'],
        reporting_year='extract(year from period_start)',
        column_name="'quantity'",
        cell_value='source_quantity'
    ) }}
from uncredited
