with charged as (
    select
        *,
        -- Electric and plug-in vehicles end on 6, 7, 8 or 9.
        10 * (drawn_vehicle(content) // 10) + 6 + below('electric', content, 4) as vehicle_number,
        case when in_thousand('place', content, 400) then 'own' when in_thousand('place', content, 650) then 'home' else 'public' end as place,
        3000 + below('energy', content, 70000) as watt_hours,
        6 + below('hour', content, 14) as start_hour
    from delivered_lines('CS', 1)
)

select
    line_id,
    delivery_id,
    source_file,
    source_row,
    null as source_document,
    entity(1 + vehicle_number % (2 ** getvariable('entity_levels') - 1)::integer) as entity_id,
    pseudonym('l', vehicle_number) as card_id,
    pseudonym('v', vehicle_number) as vehicle_id,
    case
        when place = 'own' and in_thousand('unknown point', content, 5) then 'cp-onbekend'
        when place = 'own' then numbered('cp-', 1 + below('point', content, getvariable('charge_points')), 5)
        when place = 'home' then pseudonym('h', vehicle_number)
    end as charge_point_id,
    place,
    case unreadable
        when 0 then '30-02-2024 08:08'
        else cast(day as varchar) || 'T' || lpad(cast(start_hour as varchar), 2, '0')
            || ':' || lpad(cast(below('minute', content, 60) as varchar), 2, '0') || ':34+01:00'
    end as started_at,
    cast(day as varchar) || 'T' || lpad(cast(start_hour + 1 + below('hours', content, 3) as varchar), 2, '0') || ':59:34+01:00' as ended_at,
    number_text(
        unreadable,
        case when in_thousand('watt hours', content, 30) then cast(sign * watt_hours as varchar) else as_thousandths(sign * watt_hours) end
    ) as energy,
    case
        when in_thousand('unknown unit', content, 3) then 'sessie'
        when in_thousand('watt hours', content, 30) then 'Wh'
        else 'kWh'
    end as unit,
    case when place <> 'own' then as_cents(sign * (watt_hours * 35 // 1000)) end as amount_eur,
    project(content) as project_id
from charged
