with

paths as (
    select * from {{ ref('stg_wpm_paths') }}
    where
        population = 'employers_100_plus'
        and purpose = 'totaal'
),

-- The straight lines of KEV 2022 and of the trendpad, each through its first and last printed point.
points as (
    select
        max(case when path = 'kev_2022' and path_year = 2025 then kt_co2 end) as kev_2025,
        max(case when path = 'kev_2022' and path_year = 2030 then kt_co2 end) as kev_2030,
        max(case when path = 'trendpad' and path_year = 2019 then kt_co2 end) as trend_2019,
        max(case when path = 'trendpad' and path_year = 2030 then kt_co2 end) as trend_2030
    from paths
),

-- Both slopes times 55, so that they are whole: (kev_2030 - kev_2025) / 5 and (trend_2030 - trend_2019) / 11.
slopes as (
    select
        kev_2025,
        trend_2019,
        (kev_2030 - kev_2025) * 11 as kev_slope,
        (trend_2030 - trend_2019) * 5 as trend_slope
    from points
),

-- kev_2025 + (year - 2025) x kev slope = trend_2019 + (year - 2019) x trend slope, solved for the years after 2019.
crossing as (
    select
        cast(
            2019 + {{ ratio('kev_slope * 6 - (kev_2025 - trend_2019) * 55', 'kev_slope - trend_slope', 6) }}
            as decimal(19, 6)
        ) as kev_crossing_year
    from slopes
)

select * from crossing
