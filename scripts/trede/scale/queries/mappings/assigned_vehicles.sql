-- The employee of a vehicle changes half-way the second year, for one in three.
select pseudonym('e', range) as employee_key, pseudonym('v', range) as vehicle_id, null as valid_from,
    case when range % 3 = 0 then cast(month_day(18) - 1 as varchar) end as valid_to
from range(1, (2 ** getvariable('vehicle_levels'))::bigint)
where range % 10 < 8
union all
select pseudonym('e', range + 1), pseudonym('v', range), cast(month_day(18) as varchar), null
from range(1, (2 ** getvariable('vehicle_levels'))::bigint)
where range % 10 < 8 and range % 3 = 0
