with

meters as (
    select * from {{ ref('stg_meters') }}
),

locations as (
    select * from {{ ref('stg_location_spellings') }}
),

numbered as (
    select
        meters.*,
        row_number() over (partition by meters.meter_id order by meters.valid_from desc nulls last, meters.location_id) as meter_rank
    from meters
),

latest as (
    select
        numbered.meter_id,
        numbered.location_id,
        locations.entity_id,
        numbered.carrier,
        numbered.role,
        numbered.parent_meter_id,
        numbered.owner,
        numbered.valid_from,
        numbered.valid_to
    from numbered
    left join locations
        on lower(numbered.location_id) = locations.spelling
    where numbered.meter_rank = 1
)

select * from latest
