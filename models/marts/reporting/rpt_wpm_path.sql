with

path_years as (
    select * from {{ ref('int_wpm_path_years') }}
),

crossing as (
    select * from {{ ref('int_wpm_kev_crossing') }}
),

own_totals as (
    select * from {{ ref('int_wpm_own_totals') }}
),

-- All KVK numbers together, and each of them; without any travel only the national lines stand.
employers as (
    select 'all' as kvk_number
    union distinct
    select kvk_number from own_totals
),

kev as (
    select * from path_years
    where path = 'kev_2022'
),

joined as (
    select
        employers.kvk_number,
        path_years.path,
        path_years.population,
        path_years.purpose,
        path_years.path_year as reporting_year,
        path_years.kt_co2,
        path_years.rounded_kt_co2,
        path_years.printed_kt_co2,
        path_years.index_2019,
        case when path_years.path <> 'kev_2022' then kev.kt_co2 end as kev_kt_co2,
        case when path_years.path <> 'kev_2022' then cast(kev.kt_co2 - path_years.kt_co2 as decimal(19, 6)) end as gap_kt_co2,
        case
            when path_years.path = 'trendpad' and path_years.population = 'employers_100_plus' and path_years.purpose = 'totaal'
                then crossing.kev_crossing_year
        end as kev_crossing_year,
        own_totals.base_year as own_base_year,
        cast(own_totals.own_index as decimal(19, 6)) as own_index,
        true as is_indicative
    from employers
    cross join path_years
    cross join crossing
    left join kev
        on path_years.population = kev.population
        and path_years.purpose = kev.purpose
        and path_years.path_year = kev.path_year
    left join own_totals
        on employers.kvk_number = own_totals.kvk_number
        and path_years.purpose = own_totals.purpose
        and path_years.path_year = own_totals.reporting_year
)

select * from joined
