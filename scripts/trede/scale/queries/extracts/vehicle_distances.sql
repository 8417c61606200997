with driven as (
    select
        *,
        1 + content % (2 ** getvariable('vehicle_levels') - 1)::bigint as vehicle_number,
        in_thousand('quarter', content, 200) as is_quarter,
        500 + below('distance', content, 2500) as kilometres
    from delivered_lines('VD', 1)
)

select
    line_id,
    delivery_id,
    source_file,
    source_row,
    null as source_document,
    pseudonym('v', vehicle_number) as vehicle_id,
    date_text(unreadable, case when is_quarter then month_day(month_number - 2) else month_start end) as period_start,
    cast(cast(month_day(month_number + 1) - 1 as date) as varchar) as period_end,
    number_text(unreadable, cast(sign * kilometres as varchar)) as distance,
    'km' as unit,
    case when below('private', content, 2) = 0 then cast(sign * kilometres // 4 as varchar) end as private_distance,
    case when below('basis', content, 5) = 0 then 'statement' else 'measured' end as quantity_basis
from driven
