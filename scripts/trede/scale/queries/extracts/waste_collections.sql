with collected as (
    select
        *,
        1 + content % getvariable('locations') as location_number
    from delivered_lines('WC', 1)
)

select
    line_id,
    delivery_id,
    source_file,
    source_row,
    numbered('INZ', content // 8, 9) as source_document,
    case when in_thousand('unknown location', content, 5) then 'Onbekend pand' else location_as_written(location_number, content) end as location,
    date_text(unreadable, day) as collected_on,
    case
        when in_thousand('unknown product', content, 10) then 'Gemengd'
        when below('kind', content, 3) = 0 then 'Papier en karton'
        else 'Restafval'
    end as waste_type,
    case when below('kind', content, 3) = 0 then 'recycling' else 'verbranding met energieterugwinning' end as treatment,
    number_text(
        unreadable,
        case
            when below('unit', content, 4) = 0 then as_thousandths(sign * (50 + below('kilograms', content, 900)))
            else cast(sign * (50 + below('kilograms', content, 900)) as varchar)
        end
    ) as quantity,
    case when below('unit', content, 4) = 0 then 'ton' else 'kg' end as unit,
    as_cents(sign * (50 + below('kilograms', content, 900)) * 19) as amount_eur,
    project(content) as project_id
from collected
