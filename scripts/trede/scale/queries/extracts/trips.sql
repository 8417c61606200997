with travelled as (
    select
        *,
        [
            'car', 'car', 'car', 'car', 'car', 'car', 'car', 'car', 'train', 'train', 'train', 'bus_tram_metro', 'public_transport', 'taxi',
            'flight', 'bicycle', 'ebike', 'ferry', 'walk', 'scooter'
        ][1 + below('mode', content, 20)] as mode,
        50 + below('distance', content, 120) * below('more distance', content, 10) as hectometres
    from delivered_lines('TR', 1)
)

select
    line_id,
    delivery_id,
    source_file,
    source_row,
    'DECL-' || getvariable('delivered') as source_document,
    drawn_entity(content) as entity_id,
    case
        when not in_thousand('anonymous', content, 5)
            then pseudonym('t', skewed('traveller', content, getvariable('employee_levels')))
    end as traveller_key,
    date_text(unreadable, day) as travelled_on,
    case when below('channel', content, 3) = 0 then 'mobility_provider' else 'claim' end as channel,
    -- A scooter is no mode of the contract: an unreadable code, in half of its lines.
    case when mode = 'scooter' and below('scooter', content, 25) <> 0 then 'moped' else mode end as mode,
    case when mode = 'car' then ['petrol', 'diesel', 'unknown', 'bev', 'phev'][1 + below('fuel', content, 5)] end as fuel,
    null as vehicle_id,
    number_text(
        unreadable,
        case
            when mode = 'flight' then cast(sign * (300 + 12 * hectometres) as varchar)
            else cast(cast(sign * hectometres * 0.1 as decimal(18, 1)) as varchar)
        end
    ) as distance,
    case when in_thousand('miles', content, 10) then 'mile' when in_thousand('unknown unit', content, 13) then 'rit' else 'km' end as unit,
    case when mode in ('train', 'bus_tram_metro', 'public_transport', 'flight') then 'traveller' else 'vehicle' end as distance_basis,
    case when in_thousand('together', content, 30) then '2' end as travellers,
    case when below('return', content, 3) = 0 then 'true' end as is_return,
    as_cents(sign * hectometres * 2) as amount_eur,
    project(content) as project_id
from travelled
