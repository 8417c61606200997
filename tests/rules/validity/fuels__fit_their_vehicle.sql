with

lines as (
    select * from {{ ref('int_activity_lines') }}
    where
        occurrence = 1
        and extract_name = 'fuel_transactions'
        and vehicle_id is not null
        and activity_type in (
            select activity_types.activity_type
            from {{ ref('stg_activity_types') }} as activity_types
            where activity_types.activity_category = 'fuel_vehicles'
        )
),

vehicles as (
    select
        vehicle_id,
        energy
    from {{ ref('stg_vehicles_latest') }}
    where energy is not null
),

fuels as (
    select
        energy,
        activity_type
    from {{ ref('vehicle_fuels') }}
),

misfits as (
    select
        lines.*,
        vehicles.energy
    from lines
    inner join vehicles
        on lines.vehicle_id = vehicles.vehicle_id
    left join fuels
        on vehicles.energy = fuels.energy
        and lines.activity_type = fuels.activity_type
    where fuels.activity_type is null
)

select
    {{ finding(
        key=['extract_name', 'line_id'],
        message=say(['extract_name', "', line '", 'line_id', "': vehicle '", 'vehicle_id', "' runs on '", 'energy', "' and takes '", 'activity_type']),
        given=['entity_id', 'vehicle_id', 'activity_type', 'extract_name', 'line_id', 'source_file', 'source_row'],
        reporting_year='extract(year from period_start)'
    ) }}
from misfits
