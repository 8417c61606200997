select
    location(range) as location_id,
    entity(1 + range % (2 ** getvariable('entity_levels') - 1)::integer) as entity_id,
    'Pand ' || range || ' (fictief)' as name,
    'premises' as kind,
    cast(200 + below('floor area', range, 4000) as varchar) as floor_area_m2,
    cast(200 + below('floor area', range, 4000) as varchar) as building_area_m2,
    'true' as has_own_electricity_meter,
    'true' as has_own_gas_meter,
    'own' as meter_owner,
    null as valid_from,
    null as valid_to
from range(1, getvariable('locations') + 1)
