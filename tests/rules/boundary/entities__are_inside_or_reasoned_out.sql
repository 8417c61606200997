with

entities as (
    select * from {{ ref('stg_entities') }}
)

select
    {{ finding(
        key=['entity_id', 'valid_from'],
        message=say(["'entity '", 'entity_id', "' is in the boundary: '", 'is_in_boundary_text', "'; reason: '", 'reason']),
        given=['entity_id'],
        extract_name="'entities'",
        column_name="'is_in_boundary'",
        cell_value='is_in_boundary_text'
    ) }}
from entities
where
    is_in_boundary is null
    or (not is_in_boundary and reason is null)
