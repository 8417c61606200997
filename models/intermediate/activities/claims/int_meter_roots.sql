with

meters as (
    select * from {{ ref('stg_meters_latest') }}
),

parents as (
    select * from {{ ref('stg_meters_latest') }}
),

grandparents as (
    select * from {{ ref('stg_meters_latest') }}
),

-- The own meter whose kWh hold those of this meter: itself, or up to two own meters before it.
roots as (
    select
        meters.meter_id,
        case
            when meters.owner = 'own' and parents.owner = 'own' and grandparents.owner = 'own' then grandparents.meter_id
            when meters.owner = 'own' and parents.owner = 'own' then parents.meter_id
            when meters.owner = 'own' then meters.meter_id
        end as root_meter_id
    from meters
    left join parents
        on meters.parent_meter_id = parents.meter_id
    left join grandparents
        on parents.parent_meter_id = grandparents.meter_id
)

select * from roots
