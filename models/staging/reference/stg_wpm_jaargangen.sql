with

jaargangen as (
    select * from {{ ref('wpm_jaargangen') }}
),

kentallen as (
    select * from {{ ref('stg_wpm_kentallen') }}
),

shared as (
    select
        jaargang,
        max(case when kental_key = 'average_occupancy_car' then kental_value end) as average_occupancy_car,
        max(case when kental_key = 'public_transport_distance_per_euro' then kental_value end) as rkm_per_eur
    from kentallen
    group by jaargang
),

typed as (
    select
        {{ read_integer('jaargangen.jaargang') }} as jaargang,
        jaargangen.status,
        jaargangen.boundary,
        jaargangen.gas_basis,
        jaargangen.denominator,
        shared.average_occupancy_car,
        shared.rkm_per_eur
    from jaargangen
    left join shared
        on {{ read_integer('jaargangen.jaargang') }} = shared.jaargang
)

select * from typed
