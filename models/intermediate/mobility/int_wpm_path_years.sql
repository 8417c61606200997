with

paths as (
    select * from {{ ref('stg_wpm_paths') }}
),

months as (
    select * from {{ ref('stg_months') }}
),

path_years as (
    select distinct calendar_year as path_year
    from months
    where calendar_year between 2019 and 2030
),

-- The first and the last printed point of a line; printed points in between are not used, they must follow.
bounds as (
    select
        path,
        population,
        purpose,
        min(path_year) as first_year,
        max(path_year) as last_year
    from paths
    group by
        path,
        population,
        purpose
),

anchors as (
    select
        bounds.path,
        bounds.population,
        bounds.purpose,
        bounds.first_year,
        bounds.last_year,
        first_points.kt_co2 as first_kt_co2,
        last_points.kt_co2 as last_kt_co2
    from bounds
    inner join paths as first_points
        on bounds.path = first_points.path
        and bounds.population = first_points.population
        and bounds.purpose = first_points.purpose
        and bounds.first_year = first_points.path_year
    inner join paths as last_points
        on bounds.path = last_points.path
        and bounds.population = last_points.population
        and bounds.purpose = last_points.purpose
        and bounds.last_year = last_points.path_year
),

-- first + (year - first year) / years x (last - first), kept as numerator and number of years so that each result is
-- divided once.
straight as (
    select
        anchors.*,
        path_years.path_year,
        anchors.last_year - anchors.first_year as years,
        cast(
            anchors.first_kt_co2 * (anchors.last_year - path_years.path_year)
            + anchors.last_kt_co2 * (path_years.path_year - anchors.first_year)
            as decimal(19, 6)
        ) as kt_numerator
    from anchors
    inner join path_years
        on path_years.path_year >= anchors.first_year
        and path_years.path_year <= anchors.last_year
),

with_printed as (
    select
        straight.path,
        straight.population,
        straight.purpose,
        straight.path_year,
        cast({{ ratio('straight.kt_numerator', 'straight.years', 6) }} as decimal(19, 6)) as kt_co2,
        cast({{ ratio('straight.kt_numerator', 'straight.years', 0) }} as decimal(19, 0)) as rounded_kt_co2,
        paths.kt_co2 as printed_kt_co2,
        case
            when straight.first_year = 2019
                then cast({{ ratio('straight.kt_numerator', 'straight.first_kt_co2 * straight.years', 6) }} as decimal(19, 6))
        end as index_2019
    from straight
    left join paths
        on straight.path = paths.path
        and straight.population = paths.population
        and straight.purpose = paths.purpose
        and straight.path_year = paths.path_year
)

select * from with_printed
