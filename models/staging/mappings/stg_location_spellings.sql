with

locations as (
    select * from {{ ref('stg_locations') }}
),

location_aliases as (
    select * from {{ ref('stg_location_aliases') }}
),

spellings as (
    select
        lower(location_id) as spelling,
        location_id
    from locations
    union all
    select
        lower(alias) as spelling,
        location_id
    from location_aliases
),

-- A spelling that the mapping gives to two locations is a finding; the first by key is taken, so that no line doubles.
numbered as (
    select
        spellings.spelling,
        spellings.location_id,
        row_number() over (partition by spellings.spelling order by spellings.location_id) as spelling_rank
    from spellings
    where spellings.spelling is not null
),

-- A location may have several rows in time; its entity is that of the latest.
latest_locations as (
    select
        location_id,
        entity_id,
        row_number() over (partition by location_id order by valid_from desc nulls last) as location_rank
    from locations
),

joined as (
    select
        numbered.spelling,
        numbered.location_id,
        latest_locations.entity_id
    from numbered
    inner join latest_locations
        on numbered.location_id = latest_locations.location_id
    where
        numbered.spelling_rank = 1
        and latest_locations.location_rank = 1
)

select * from joined
