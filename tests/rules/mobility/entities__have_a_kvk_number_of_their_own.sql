with

entities as (
    select * from {{ ref('stg_entities_in_time') }}
    where is_in_boundary
),

-- Two rows of one entity are two periods of it, and no sharing; a row that ended before the other began is none either.
described as (
    select
        entities.entity_id,
        entities.kvk_number,
        min(others.entity_id) as other_entity_id
    from entities
    left join entities as others
        on entities.kvk_number = others.kvk_number
        and entities.entity_id <> others.entity_id
        and entities.effective_from <= others.effective_to
        and entities.effective_to >= others.effective_from
    group by
        entities.entity_id,
        entities.kvk_number
)

select
    {{ finding(
        key=['entity_id', "coalesce(kvk_number, 'none')"],
        message=say([
            "'entity '", 'entity_id',
            "case when kvk_number is null then ' has no KVK number' else ' has the KVK number of ' || other_entity_id end",
            "'; the form is one per KVK number'"
        ]),
        given=['entity_id'],
        extract_name="'entities'",
        column_name="'kvk_number'",
        cell_value='kvk_number'
    ) }}
from described
where
    kvk_number is null
    or other_entity_id is not null
