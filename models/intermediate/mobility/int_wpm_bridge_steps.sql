with

bridge_cells as (
    select * from {{ ref('int_wpm_bridge_cells') }}
),

ladder_rows as (
    select * from {{ ref('int_wpm_ladder_rows') }}
),

employer_years as (
    select * from {{ ref('int_wpm_employer_years') }}
),

-- Years in which every KVK number with travel has a jaargang, and all of one boundary and gas: half a report cannot be
-- bridged, and CO2 and CO2e make no start.
bridged_years as (
    select reporting_year
    from employer_years
    group by reporting_year
    having
        count(*) = count(jaargang)
        and count(distinct boundary) = 1
        and count(distinct gas_basis) = 1
),

wpm_sides as (
    select
        reporting_year,
        bridge_class,
        sum(wpm_kg) as wpm_kg,
        sum(occupancy_kg) as occupancy_kg,
        sum(private_kg) as private_kg,
        sum(euros_kg) as euros_kg,
        sum(wpm_kg + occupancy_kg + private_kg + euros_kg) as same_travel_kg
    from bridge_cells
    group by
        reporting_year,
        bridge_class
),

ladder_sides as (
    select
        reporting_year,
        basis,
        bridge_class,
        sum(kg_co2e) as kg_co2e,
        sum(ttw_kg_co2e) as ttw_kg_co2e
    from ladder_rows
    group by
        reporting_year,
        basis,
        bridge_class
),

-- Each step is a sum of signed amounts, so that they make the whole way by themselves.
amounts as (
    select
        reporting_year,
        'wpm' as step,
        wpm_kg as kg
    from wpm_sides
    union all
    select
        reporting_year,
        bridge_class as step,
        -wpm_kg as kg
    from wpm_sides
    where bridge_class in ('only_in_wpm', 'distance_missing')
    union all
    select
        reporting_year,
        'occupancy' as step,
        occupancy_kg as kg
    from wpm_sides
    where bridge_class in ('by_fuel', 'by_km')
    union all
    select
        reporting_year,
        'private_travel' as step,
        private_kg as kg
    from wpm_sides
    where bridge_class in ('by_fuel', 'by_km')
    union all
    select
        reporting_year,
        'activity_basis' as step,
        euros_kg as kg
    from wpm_sides
    where bridge_class in ('by_fuel', 'by_km')
    union all
    select
        reporting_year,
        case bridge_class when 'by_fuel' then 'activity_basis' else 'key_figures' end as step,
        -same_travel_kg as kg
    from wpm_sides
    where bridge_class in ('by_fuel', 'by_km')
    union all
    select
        reporting_year,
        case basis when 'by_fuel' then 'activity_basis' else 'key_figures' end as step,
        ttw_kg_co2e as kg
    from ladder_sides
    where bridge_class = 'both'
    union all
    select
        reporting_year,
        'boundary' as step,
        kg_co2e - ttw_kg_co2e as kg
    from ladder_sides
    where bridge_class = 'both'
    union all
    select
        reporting_year,
        bridge_class as step,
        kg_co2e as kg
    from ladder_sides
    where bridge_class <> 'both'
    union all
    select
        reporting_year,
        'ladder' as step,
        kg_co2e as kg
    from ladder_sides
),

steps as (
    select
        amounts.reporting_year,
        amounts.step,
        cast(sum(amounts.kg) as decimal(28, 6)) as kg
    from amounts
    inner join bridged_years
        on amounts.reporting_year = bridged_years.reporting_year
    group by
        amounts.reporting_year,
        amounts.step
)

select * from steps
