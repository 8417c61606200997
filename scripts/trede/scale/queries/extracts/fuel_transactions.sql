with fuelled as (
    select
        *,
        drawn_vehicle(content) as vehicle_number,
        1500 + below('litres', content, 5000) as centilitres,
        -- Within some cents of the price of the month, but for 1 in 100.
        160 + month_number % 24 + below('price', content, 12) + case when in_thousand('dear', content, 10) then 90 else 0 end as cents_per_litre
    from delivered_lines('FT', 1)
)

select
    line_id,
    delivery_id,
    source_file,
    source_row,
    'BV-' || getvariable('delivered') || '-' || cast(content % 50 as varchar) as source_document,
    entity(1 + vehicle_number % (2 ** getvariable('entity_levels') - 1)::integer) as entity_id,
    pseudonym('c', vehicle_number) as card_id,
    case
        when in_thousand('no vehicle', content, 10) then null
        when in_thousand('unknown vehicle', content, 5) then pseudonym('x', content % 41)
        else pseudonym('v', vehicle_number)
    end as vehicle_id,
    case unreadable
        when 0 then '30-02-2024 11:03'
        else cast(day as varchar) || 'T' || lpad(cast(6 + below('hour', content, 16) as varchar), 2, '0')
            || ':' || lpad(cast(below('minute', content, 60) as varchar), 2, '0') || ':00+01:00'
    end as transacted_at,
    case
        when in_thousand('unknown product', content, 10) then 'Super Plus X'
        when in_thousand('additive', content, 20) then 'AdBlue'
        when energy_of(vehicle_number) = 'diesel' and in_thousand('renewable', content, 100) then 'HVO100'
        when energy_of(vehicle_number) = 'diesel' and below('spelling', content, 3) = 0 then 'DIESEL'
        when energy_of(vehicle_number) = 'diesel' then 'Diesel B7'
        when below('spelling', content, 3) = 0 then 'EURO95'
        else 'Euro 95 E10'
    end as product,
    number_text(unreadable, as_cents(sign * centilitres)) as quantity,
    case below('unit', content, 4) when 0 then 'l' when 1 then 'L' else 'Liter' end as unit,
    as_cents(sign * (centilitres * cents_per_litre // 100)) as amount_eur,
    case
        when in_thousand('odometer', content, 700)
            then cast(10000 + 50 * date_diff('day', date '2015-01-01', day) + below('odometer digits', content, 50) as varchar)
    end as odometer_km,
    case when in_thousand('proof', content, 800) then 'POS-' || getvariable('delivered') end as sustainability_proof_id,
    project(content) as project_id
from fuelled
