with

locations as (
    select * from {{ ref('stg_locations') }}
),

periods as (
    {{ in_time('locations', 'location_id') }}
),

in_time as (
    select
        location_id,
        entity_id,
        effective_from,
        effective_to
    from periods
)

select * from in_time
