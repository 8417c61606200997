-- The lines that are delivered in one month, before they have any content: `line` numbers the delivered row, `original` the
-- line that it is (another one's, where it was delivered again), `content` the line whose content it has (that of the line
-- before, for a credit note). `together` lines in a row make a document: they have one date, and are credited together.

create or replace macro delivered_lines(prefix, together) as table
with numbered_lines as (
    select
        range as line,
        -- 5 in 1,000 were delivered before, in this month or the one before.
        case
            when in_thousand('again', range, 5) then greatest(0, range - 1 - below('which', range, 2 * getvariable('per_month')))
            else range
        end as original
    from range(getvariable('first_line'), getvariable('next_line'))
),

with_month as (
    select
        line,
        original,
        in_thousand('credit', original // together, 15) and original >= together as is_credit,
        -- 3 in 100 arrive one to four months after their date, and not before the first month.
        greatest(
            0,
            (original // together * together * getvariable('months')) // getvariable('total')
            - case when in_thousand('late', original // together, 30) then 1 + below('how late', original // together, 4) else 0 end
        ) as month_number
    from numbered_lines
)

select
    line,
    original,
    is_credit,
    month_number,
    original - together * cast(is_credit as integer) as content,
    case when is_credit then -1 else 1 end as sign,
    month_day(month_number) as month_start,
    -- Cells that cannot be read: 2 in 1,000 lines, half of them in the date, half in the amount.
    below('unreadable', original, 1000) as unreadable,
    cast(month_day(month_number) as date) + cast(below('day', original // together, 28) as integer) as day,
    -- One line in 5,000 comes without its identifier.
    case when below('no identifier', line, 5000) <> 0 then numbered(prefix || '-', original, 10) end as line_id,
    prefix || '-' || getvariable('delivered') as delivery_id,
    getvariable('extract') || '_' || getvariable('delivered') || '.csv' as source_file,
    cast(line - getvariable('first_line') + 2 as varchar) as source_row
from with_month;

create or replace macro date_text(unreadable, day) as
    case unreadable when 0 then '30-02-2024' else cast(day as varchar) end;

create or replace macro number_text(unreadable, number) as
    case unreadable when 1 then '1.742,50' else number end;
