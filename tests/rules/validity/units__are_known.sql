with

lines as (
    select * from {{ ref('int_activity_lines') }}
),

certificates as (
    select * from {{ ref('stg_power_certificates') }}
),

unknown as (
    select
        entity_id,
        location_id,
        vehicle_id,
        activity_type,
        extract_name,
        line_id,
        source_file,
        source_row,
        source_unit
    from lines
    where
        occurrence = 1
        and activity_type is not null
        and source_unit is not null
        and unit_multiplier is null
    union all
    select
        entity_id,
        location_id,
        cast(null as {{ dbt.type_string() }}) as vehicle_id,
        activity_type,
        extract_name,
        line_id,
        source_file,
        source_row,
        unit as source_unit
    from certificates
    where
        occurrence = 1
        and unit is not null
        and unit_multiplier is null
)

select
    {{ finding(
        key=['extract_name', 'line_id'],
        message=say(['extract_name', "', line '", 'line_id', "': unit '''", 'source_unit', "''' is not known for '", 'activity_type']),
        given=['entity_id', 'location_id', 'vehicle_id', 'activity_type', 'extract_name', 'line_id', 'source_file', 'source_row'],
        column_name="'unit'",
        cell_value='source_unit'
    ) }}
from unknown
