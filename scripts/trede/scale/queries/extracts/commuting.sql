with commuted as (
    select
        *,
        1 + content % (2 ** getvariable('employee_levels') - 1)::bigint as employee,
        in_thousand('across months', content, 200) as crosses,
        20 + below('distance', content % (2 ** getvariable('employee_levels') - 1)::bigint, 500) as hectometres
    from delivered_lines('CM', 1)
)

select
    line_id,
    delivery_id,
    source_file,
    source_row,
    null as source_document,
    entity(1 + employee % (2 ** getvariable('entity_levels') - 1)::integer) as entity_id,
    pseudonym('e', employee) as employee_key,
    date_text(unreadable, case when crosses then cast(month_day(month_number - 1) + 14 as date) else month_start end) as period_start,
    cast(case when crosses then cast(month_start + 13 as date) else cast(month_day(month_number + 1) - 1 as date) end as varchar) as period_end,
    [
        'car', 'car', 'car', 'bicycle', 'ebike', 'train', 'public_transport', 'moped', 'walk', 'car'
    ][1 + (employee + cast(in_thousand('other mode', content, 100) as integer)) % 10] as mode,
    ['petrol', 'diesel', 'unknown', 'bev'][1 + employee % 4] as fuel,
    null as vehicle_id,
    number_text(unreadable, cast(cast(hectometres * 0.1 as decimal(18, 1)) as varchar)) as distance_one_way,
    case when in_thousand('unknown unit', content, 3) then 'reis' else 'km' end as unit,
    'vehicle' as distance_basis,
    cast(sign * (1 + below('days', content, 5)) as varchar) as days,
    as_cents(sign * hectometres * 40) as amount_eur,
    case when below('basis', content, 5) = 0 then 'survey' else 'registered' end as quantity_basis
from commuted
