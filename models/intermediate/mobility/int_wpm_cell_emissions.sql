with

cells as (
    select * from {{ ref('int_wpm_cells') }}
),

pairs as (
    select * from {{ ref('int_wpm_jaargang_pairs') }}
),

jaargangen as (
    select * from {{ ref('stg_wpm_jaargangen') }}
),

kentallen as (
    select * from {{ ref('stg_wpm_kentallen') }}
    where denominator = 'rkm'
),

-- Cells of a year without a jaargang keep one row, without CO2.
with_jaargang as (
    select
        cells.*,
        coalesce(pairs.kentallen_of, 'own') as kentallen_of,
        pairs.jaargang,
        jaargangen.average_occupancy_car,
        jaargangen.rkm_per_eur,
        case when kentallen.kental_unit in ('g_co2_per_rkm', 'g_co2e_per_rkm') then kentallen.kental_value end as g_per_rkm
    from cells
    left join pairs
        on cells.kvk_number = pairs.kvk_number
        and cells.reporting_year = pairs.reporting_year
    left join jaargangen
        on pairs.jaargang = jaargangen.jaargang
    left join kentallen
        on pairs.jaargang = kentallen.jaargang
        and cells.kental_key = kentallen.kental_key
),

-- Only cars that are counted in vehicle-kilometres are multiplied by the occupancy; euros become traveller-kilometres.
with_rkm as (
    select
        with_jaargang.*,
        case
            when mode_group = 'car' and vehicle_km <> 0
                then cast(vehicle_km * average_occupancy_car + traveller_km as decimal(19, 6))
            when amount_eur <> 0
                then cast(amount_eur * rkm_per_eur + traveller_km as decimal(19, 6))
            else cast(vehicle_km + traveller_km as decimal(19, 6))
        end as rkm
    from with_jaargang
),

with_kg as (
    select
        with_rkm.*,
        {{ to_kg('rkm', 'g_per_rkm * cast(0.001 as decimal(4, 3))') }} as kg_co2,
        case
            when jaargang is null then 'no_jaargang'
            when category = 'car_unknown' then 'fuel_unknown'
            when g_per_rkm is null then 'no_kental'
            when rkm is null then 'no_rkm_per_eur'
        end as no_co2_reason
    from with_rkm
)

select * from with_kg
