select location(range) as location_id, null as charging_place, case when range % 3 = 0 then 'green' else 'grey' end as product,
    supplier(1 + range % 7) as supplier_id, null as valid_from, null as valid_to
from range(1, getvariable('locations') + 1)
union all
select null, place, 'grey', null, null, null
from (select unnest(['home', 'public']) as place)
