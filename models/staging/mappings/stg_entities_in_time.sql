with

entities as (
    select * from {{ ref('stg_entities') }}
),

periods as (
    {{ in_time('entities', 'entity_id') }}
),

in_time as (
    select
        entity_id,
        kvk_number,
        is_in_boundary,
        valid_from,
        valid_to,
        effective_from,
        effective_to
    from periods
)

select * from in_time
