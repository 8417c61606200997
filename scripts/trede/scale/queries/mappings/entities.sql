select
    entity(range) as entity_id,
    'Rekenvoorbeeld ' || range || ' BV (fictief)' as name,
    lpad(cast(range as varchar), 8, '0') as kvk_number,
    case when range > 1 then entity(1) end as parent_entity_id,
    case when range > 1 then '1' end as ownership_share,
    'true' as is_in_boundary,
    'Synthetic entity.' as reason,
    null as valid_from,
    null as valid_to
from range(1, (2 ** getvariable('entity_levels'))::bigint)
