-- The register of deliveries: one file of each extract in each month, received in the month after.
select
    'DL-' || getvariable('delivered') || '-' || prefix as line_id,
    prefix || '-' || getvariable('delivered') as delivery_id,
    'register_' || getvariable('delivered') || '.csv' as source_file,
    cast(1 + row_number() over (order by prefix) as varchar) as source_row,
    null as source_document,
    extract_name,
    extract_name || '_' || getvariable('delivered') || '.csv' as original_name,
    sha256(cast(getvariable('seed') as varchar) || ':' || prefix || '-' || getvariable('delivered')) as sha256,
    cast(month_day(getvariable('month') + 1) + 4 + cast(below('received', getvariable('month'), 8) as integer) as varchar) as received_on,
    cast(month_day(getvariable('month')) as varchar) as covers_from,
    cast(cast(month_day(getvariable('month') + 1) - 1 as date) as varchar) as covers_to,
    'scale_generator' as profile
from (select unnest(getvariable('extract_names')) as extract_name, unnest(getvariable('prefixes')) as prefix)
order by prefix
