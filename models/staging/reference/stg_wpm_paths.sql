with

paths as (
    select * from {{ ref('wpm_paths') }}
),

typed as (
    select
        path,
        population,
        purpose,
        {{ read_integer(adapter.quote('year')) }} as path_year,
        {{ read_number('kt_co2') }} as kt_co2,
        kind,
        source
    from paths
)

select * from typed
