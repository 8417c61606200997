select
    numbered('cp-', range, 5) as charge_point_id,
    location(1 + (range - 1) // 3 * 8 % getvariable('locations')) as location_id,
    meter(((range - 1) // 3 * 32) % getvariable('meters')) as meter_id,
    'own' as owner,
    'false' as reimbursed
from range(1, getvariable('charge_points') + 1)
union all
select pseudonym('h', range), null, null, 'employee', 'true'
from range(1, (2 ** getvariable('vehicle_levels'))::bigint)
where range % 10 >= 6
