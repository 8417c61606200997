select
    supplier(range) as supplier_id,
    'Leverancier ' || range || ' (fictief)' as name,
    case when range % 3 = 0 then 'true' else 'false' end as is_subcontractor,
    case when range = 11 then 'true' else 'false' end as is_group_company
from range(1, (2 ** getvariable('supplier_levels'))::bigint)
