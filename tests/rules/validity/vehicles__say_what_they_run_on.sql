with

vehicles as (
    select * from {{ ref('stg_vehicles_latest') }}
)

select
    {{ finding(
        key=['vehicle_id'],
        message=say(["'vehicle '", 'vehicle_id', "' has kind '", 'kind', "' and energy '", 'energy']),
        given=['entity_id', 'vehicle_id'],
        extract_name="'vehicles'"
    ) }}
from vehicles
where
    kind is null
    or energy is null
