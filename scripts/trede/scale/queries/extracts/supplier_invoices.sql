with metered as (
    select
        *,
        content % getvariable('meters') as meter_number,
        below('period', content, 100) as period_kind
    from delivered_lines('SI', 1)
),

periods as (
    select
        *,
        carrier_of(meter_number) as carrier,
        -- Whole months, some from the 15th to the 14th, some yearly statements.
        case
            when period_kind < 70 then month_start
            when period_kind < 95 then cast(month_start + 14 as date)
            else month_day(month_number - 12)
        end as period_start,
        case
            when period_kind < 70 then cast(month_day(month_number + 1) - 1 as date)
            when period_kind < 95 then cast(month_day(month_number + 1) + 13 as date)
            else cast(month_start - 1 as date)
        end as period_end,
        (2000 + below('use of the meter', meter_number, 60000) + below('use', content, 2000))
        * case when period_kind < 95 then 1 else 12 end as units
    from metered
)

select
    line_id,
    delivery_id,
    source_file,
    source_row,
    numbered('F', content, 9) as source_document,
    entity(1 + location_of(meter_number) % (2 ** getvariable('entity_levels') - 1)::integer) as entity_id,
    supplier(1 + meter_number % 7) as supplier_id,
    case
        when in_thousand('unknown location', content, 5) then 'Onbekend pand'
        else location_as_written(location_of(meter_number), content)
    end as location,
    case when not in_thousand('without meter', content, 100) then meter(meter_number) end as meter_id,
    case
        when in_thousand('unknown product', content, 10) then 'Koude'
        when carrier = 'gas' then 'Aardgas'
        when below('product', content, 4) = 0 then 'Levering stroom'
        else 'Elektriciteit'
    end as product,
    case when carrier = 'electricity' and in_thousand('feed in', content, 20) then 'feed_in' else 'import' end as direction,
    date_text(unreadable, period_start) as period_start,
    cast(period_end as varchar) as period_end,
    number_text(
        unreadable,
        case
            when carrier = 'gas' then cast(sign * units // 4 as varchar)
            when in_thousand('megawatt hours', content, 250) then as_thousandths(sign * units)
            else cast(sign * units as varchar)
        end
    ) as quantity,
    case
        when in_thousand('unknown unit', content, 3) then 'eenheden'
        when carrier = 'gas' then 'm3'
        when in_thousand('megawatt hours', content, 250) then 'MWh'
        else 'kWh'
    end as unit,
    as_cents(sign * units * (20 + below('tariff', content, 20))) as amount_eur,
    'invoiced' as quantity_basis,
    null as estimation_method,
    case when is_credit then numbered('SI-', content, 10) end as credits_line_id,
    project(content) as project_id
from periods
