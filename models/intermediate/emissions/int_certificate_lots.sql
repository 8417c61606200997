with

certificates as (
    select * from {{ ref('stg_power_certificates') }}
),

-- A number of the registry is used once, whatever the location or year.
numbered as (
    select
        certificates.*,
        row_number() over (
            partition by coalesce(registry_id, line_id)
            order by cancelled_on nulls last, line_id
        ) as registry_rank
    from certificates
    where occurrence = 1
),

-- A lot counts when it was cancelled by now and its production lies in one calendar year, the year whose consumption it covers.
-- The others are findings and cover nothing.
usable as (
    select
        line_id,
        entity_id,
        location_id,
        energy_source,
        cancelled_on,
        activity_quantity as lot_quantity,
        cast(extract(year from production_from) as integer) as reporting_year
    from numbered
    where
        registry_rank = 1
        and cancelled_on <= {{ as_of_date() }}
        and activity_quantity > 0
        and energy_source is not null
        and extract(year from production_from) = extract(year from production_to)
        and production_from <= production_to
        -- An unknown spelling of a location covers nothing; an empty one covers the whole entity.
        and (location is null or location_id is not null)
)

select * from usable
