with

lines as (
    select * from {{ ref('int_activity_lines') }}
    where
        occurrence = 1
        and period_start is not null
        and period_end is not null
),

deliveries as (
    select
        delivery_id,
        min(covers_from) as covers_from,
        max(covers_to) as covers_to
    from {{ ref('stg_deliveries') }}
    where
        delivery_id is not null
        and covers_from is not null
        and covers_to is not null
    group by delivery_id
),

outside as (
    select
        lines.*,
        deliveries.covers_from,
        deliveries.covers_to
    from lines
    inner join deliveries
        on lines.delivery_id = deliveries.delivery_id
    where
        lines.period_start < deliveries.covers_from
        or lines.period_end > deliveries.covers_to
)

select
    {{ finding(
        key=['extract_name', 'line_id'],
        message=say([
            'extract_name', "', line '", 'line_id', "': '", 'period_start', "' to '", 'period_end', "' lies outside its delivery '", 'delivery_id', "', which covers '",
            'covers_from', "' to '", 'covers_to'
        ]),
        given=['entity_id', 'location_id', 'vehicle_id', 'activity_type', 'extract_name', 'line_id', 'source_file', 'source_row'],
        reporting_year='extract(year from period_start)'
    ) }}
from outside
