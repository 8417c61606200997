with

meters as (
    select * from {{ ref('stg_meters') }}
),

periods as (
    {{ in_time('meters', 'meter_id', 'location_id') }}
),

in_time as (
    select
        meter_id,
        location_id,
        carrier,
        role,
        parent_meter_id,
        owner,
        effective_from,
        effective_to
    from periods
)

select * from in_time
