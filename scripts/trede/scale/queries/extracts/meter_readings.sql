with metered as (
    -- Once a week or so; a reading follows from meter and day alone, so that it never runs backwards by itself.
    select
        *,
        content % getvariable('read_meters') as meter_number
    from delivered_lines('MR', 1)
),

readings as (
    select
        *,
        1000 * below('reading', meter_number, 50000)
        + (60 + below('use of the meter', meter_number, 60000) // 30) * date_diff('day', date '2015-01-01', day) as units
    from metered
)

select
    line_id,
    delivery_id,
    source_file,
    source_row,
    null as source_document,
    case when in_thousand('unknown meter', content, 5) then 'ean-onbekend' else meter(meter_number) end as meter_id,
    date_text(unreadable, day) as read_at,
    number_text(
        unreadable,
        case
            when in_thousand('backwards', content, 2) then cast(units // 2 as varchar)
            when carrier_of(meter_number) = 'gas' then as_thousandths(units * 250)
            when meter_number % 10 = 0 then as_thousandths(units)
            else cast(units as varchar)
        end
    ) as reading,
    case
        when carrier_of(meter_number) = 'gas' then 'm3'
        when meter_number % 10 = 0 then 'MWh'
        else 'kWh'
    end as unit,
    'regular' as reading_kind,
    case when in_thousand('estimated', content, 30) then 'estimated' else 'measured' end as quantity_basis
from readings
