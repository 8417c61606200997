with

lines as (
    select * from {{ ref('int_activity_lines') }}
    where
        occurrence = 1
        and unreadable_reason is null
        and out_of_scope_reason is null
),

lives as (
    select
        location_id as known_key,
        min(coalesce(valid_from, cast('2000-01-01' as date))) as first_day,
        max(coalesce(valid_to, cast('2050-12-31' as date))) as last_day
    from {{ ref('stg_locations') }}
    group by location_id
)

select
    {{ finding(
        key=['extract_name', 'line_id'],
        message=say(['extract_name', "', line '", 'line_id', "': '", 'period_start', "' to '", 'period_end', "' is outside the life of location '", 'location_id']),
        given=['entity_id', 'location_id', 'vehicle_id', 'activity_type', 'extract_name', 'line_id', 'source_file', 'source_row'],
        reporting_year='extract(year from period_start)'
    ) }}
from lines
inner join lives
    on lines.location_id = lives.known_key
where
    period_start < first_day
    or period_end > last_day
