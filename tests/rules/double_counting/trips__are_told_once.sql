with

trips as (
    select * from {{ ref('stg_trips') }}
    where
        occurrence = 1
        and travelled_on is not null
        and distance is not null
        and coalesce(traveller_key, vehicle_id) is not null
),

numbered as (
    select
        trips.*,
        min(line_id) over (
            partition by coalesce(traveller_key, vehicle_id), travelled_on, mode, distance, lower(unit)
        ) as first_line_id,
        count(*) over (
            partition by coalesce(traveller_key, vehicle_id), travelled_on, mode, distance, lower(unit)
        ) as line_count,
        max(case when is_return then 1 else 0 end) over (
            partition by coalesce(traveller_key, vehicle_id), travelled_on, mode, distance, lower(unit)
        ) as return_count,
        min(coalesce(source_document, '') || '|' || coalesce(source_file, '')) over (
            partition by coalesce(traveller_key, vehicle_id), travelled_on, mode, distance, lower(unit)
        ) as first_document,
        max(coalesce(source_document, '') || '|' || coalesce(source_file, '')) over (
            partition by coalesce(traveller_key, vehicle_id), travelled_on, mode, distance, lower(unit)
        ) as last_document,
        min(source_row) over (
            partition by coalesce(traveller_key, vehicle_id), travelled_on, mode, distance, lower(unit)
        ) as first_row,
        max(source_row) over (
            partition by coalesce(traveller_key, vehicle_id), travelled_on, mode, distance, lower(unit)
        ) as last_row
    from trips
)

select
    {{ finding(
        key=['line_id'],
        message=say(["'trips, line '", 'line_id', "' tells the traveller, day, mode and distance of line '", 'first_line_id']),
        given=['entity_id', 'vehicle_id', 'activity_type', 'extract_name', 'line_id', 'source_file', 'source_row'],
        reporting_year='extract(year from travelled_on)'
    ) }}
from numbered
where
    line_id <> first_line_id
    -- Two single trips in two rows of one claim are the way there and the way back.
    and not (
        line_count = 2
        and return_count = 0
        and first_document = last_document
        and first_row <> last_row
    )
