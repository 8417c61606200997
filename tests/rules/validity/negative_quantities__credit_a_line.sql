with

-- Losses of refrigerant carry a sign of their own: recovery and closing stock are negative.
negative as (
    select * from {{ ref('int_activity_lines') }}
    where
        occurrence = 1
        and source_quantity < 0
        -- Accounts outside the spend are credited all day.
        and (extract_name <> 'ledger_entries' or activity_type is not null)
),

-- Of all lines only those that a negative one names.
credited as (
    select distinct
        lines.extract_name,
        lines.line_id
    from {{ ref('int_activity_lines') }} as lines
    inner join negative
        on lines.extract_name = negative.extract_name
        and lines.line_id = negative.credits_line_id
),

uncredited as (
    select negative.*
    from negative
    left join credited
        on negative.extract_name = credited.extract_name
        and negative.credits_line_id = credited.line_id
    where credited.line_id is null
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
