select
    pseudonym('v', range) as vehicle_id,
    entity(1 + range % (2 ** getvariable('entity_levels') - 1)::integer) as entity_id,
    case when range % 4 = 0 then 'van' else 'car' end as kind,
    energy_of(range) as energy,
    'lease' as ownership,
    'none' as service_use,
    case when range % 10 < 8 then 'true' else 'false' end as is_assigned,
    null as valid_from,
    null as valid_to
from range(1, (2 ** getvariable('vehicle_levels'))::bigint)
