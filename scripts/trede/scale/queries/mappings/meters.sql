select
    meter(range) as meter_id,
    location(location_of(range)) as location_id,
    carrier_of(range) as carrier,
    'main' as role,
    null as parent_meter_id,
    'own' as owner,
    null as valid_from,
    null as valid_to
from range(0, getvariable('meters'))
