with

meters as (
    select * from {{ ref('stg_meters_latest') }}
),

-- The first own main electricity meter of a location: it balances lines that name a location only.
balance_meters as (
    select
        location_id,
        min(meter_id) as meter_id
    from meters
    where
        carrier = 'electricity'
        and role = 'main'
        and owner = 'own'
    group by location_id
)

select * from balance_meters
