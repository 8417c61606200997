with bought as (
    select
        *,
        [
            'Papier A4', 'Handzeep 5 l', 'Toiletpapier', 'Vloerreiniger', 'Handschoenen', 'Zakken 60 l', 'Moppen', 'Onbekend artikel'
        ][1 + case when in_thousand('unknown product', content, 10) then 7 else below('product', content, 7) end] as product
    from delivered_lines('PP', 1)
)

select
    line_id,
    delivery_id,
    source_file,
    source_row,
    numbered('BON', content // 4, 9) as source_document,
    drawn_entity(content) as entity_id,
    drawn_supplier(content) as supplier_id,
    date_text(unreadable, day) as purchased_on,
    product,
    number_text(unreadable, cast(sign * (1 + below('pieces', content, 400)) as varchar)) as quantity,
    case when in_thousand('unknown unit', content, 10) then 'doos' when below('unit', content, 20) = 0 then 'ton' else 'kg' end as unit,
    as_cents(sign * (200 + below('price', content, 90000))) as amount_eur,
    project(content) as project_id
from bought
