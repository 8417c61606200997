with

distances as (
    select * from {{ ref('stg_vehicle_distances') }}
    where
        occurrence = 1
        and vehicle_id is not null
        and distance is not null
        and period_start is not null
        and period_end is not null
),

overlapping as (
    select
        distances.line_id,
        min(earlier.line_id) as earlier_line_id
    from distances
    inner join distances as earlier
        on distances.vehicle_id = earlier.vehicle_id
        and distances.line_id > earlier.line_id
        and distances.period_start <= earlier.period_end
        and distances.period_end >= earlier.period_start
    group by distances.line_id
)

select
    {{ finding(
        key=['distances.line_id'],
        message=say(["'vehicle_distances, line '", 'distances.line_id', "' tells days of line '", 'overlapping.earlier_line_id', "' again: '", 'distances.period_start', "' to '", 'distances.period_end']),
        entity_id='distances.vehicle_entity_id',
        vehicle_id='distances.vehicle_id',
        activity_type='distances.activity_type',
        reporting_year='extract(year from distances.period_start)',
        extract_name='distances.extract_name',
        line_id='distances.line_id',
        source_file='distances.source_file',
        source_row='distances.source_row',
        column_name="'period_start'",
        cell_value='distances.period_start'
    ) }}
from distances
inner join overlapping
    on distances.line_id = overlapping.line_id
