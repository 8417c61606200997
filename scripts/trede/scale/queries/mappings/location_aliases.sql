select
    unnest([location(range), numbered('Vestiging ', range, 5), numbered('VESTIGING-', range, 5)]) as alias,
    location(range) as location_id
from range(1, getvariable('locations') + 1)
