with

entities as (
    select * from {{ ref('stg_entities') }}
),

numbered as (
    select
        entity_id,
        name as entity_name,
        kvk_number,
        parent_entity_id,
        ownership_share,
        is_in_boundary,
        reason,
        valid_from,
        valid_to,
        row_number() over (partition by entity_id order by valid_from desc nulls last, name) as entity_rank
    from entities
    where entity_id is not null
),

latest as (
    select
        entity_id,
        entity_name,
        kvk_number,
        parent_entity_id,
        ownership_share,
        is_in_boundary,
        reason,
        valid_from,
        valid_to
    from numbered
    where entity_rank = 1
)

select * from latest
