with

cell_emissions as (
    select * from {{ ref('int_wpm_cell_emissions') }}
),

employer_years as (
    select * from {{ ref('int_wpm_employer_years') }}
    where jaargang is not null
),

-- The year before is the last one with a jaargang.
year_pairs as (
    select
        kvk_number,
        reporting_year,
        jaargang,
        gas_basis,
        unknown_fuel_category,
        lag(reporting_year) over (partition by kvk_number order by reporting_year) as previous_year,
        lag(jaargang) over (partition by kvk_number order by reporting_year) as previous_jaargang,
        lag(gas_basis) over (partition by kvk_number order by reporting_year) as previous_gas_basis,
        lag(unknown_fuel_category) over (partition by kvk_number order by reporting_year) as previous_unknown_fuel_category
    from employer_years
),

compared_cells as (
    select
        year_pairs.kvk_number,
        year_pairs.reporting_year,
        year_pairs.jaargang,
        year_pairs.previous_year,
        year_pairs.previous_jaargang,
        year_pairs.gas_basis,
        year_pairs.previous_gas_basis,
        coalesce(year_pairs.unknown_fuel_category, '') <> coalesce(year_pairs.previous_unknown_fuel_category, '') as is_judged_otherwise,
        cell_emissions.block,
        cell_emissions.purpose,
        cell_emissions.mode_group,
        cell_emissions.category,
        case
            when cell_emissions.reporting_year = year_pairs.previous_year then 'start'
            when cell_emissions.kentallen_of = 'previous' then 'constant'
            else 'end'
        end as figure,
        cell_emissions.unknown_fuel_km,
        cell_emissions.kg_co2
    from year_pairs
    inner join cell_emissions
        on year_pairs.kvk_number = cell_emissions.kvk_number
        and (
            year_pairs.reporting_year = cell_emissions.reporting_year
            or (year_pairs.previous_year = cell_emissions.reporting_year and cell_emissions.kentallen_of = 'own')
        )
    where year_pairs.previous_year is not null
),

-- Commuting that is delivered for the first time did not begin in that year: where a purpose has no travel at all in one of
-- the two years, nothing can be said of its change.
purposes_told as (
    select
        kvk_number,
        reporting_year,
        purpose,
        max(case when figure = 'start' then 1 else 0 end) + max(case when figure = 'end' then 1 else 0 end) = 2 as is_told_twice
    from compared_cells
    group by
        kvk_number,
        reporting_year,
        purpose
),

-- A fuel that becomes known moves kilometres from no key figure to one, and not on the road. So cars of unknown fuel in either
-- year make all cars of the purpose incomparable; a judgement that places them does so too, unless it says the same of both.
fuels_told as (
    select
        kvk_number,
        reporting_year,
        purpose,
        max(
            case
                when category = 'car_unknown' then 1
                when is_judged_otherwise and unknown_fuel_km <> 0 then 1
                else 0
            end
        ) = 0 as are_fuels_comparable
    from compared_cells
    group by
        kvk_number,
        reporting_year,
        purpose
),

-- A cell without travel in a year has nothing; a cell with travel and without CO2 has something that is not known.
pivoted as (
    select
        kvk_number,
        reporting_year,
        jaargang,
        previous_year,
        previous_jaargang,
        gas_basis,
        previous_gas_basis,
        block,
        purpose,
        mode_group,
        category,
        cast(coalesce(sum(case when figure = 'start' then kg_co2 end), 0) as decimal(18, 6)) as start_kg,
        cast(coalesce(sum(case when figure = 'constant' then kg_co2 end), 0) as decimal(18, 6)) as constant_kg,
        cast(coalesce(sum(case when figure = 'end' then kg_co2 end), 0) as decimal(18, 6)) as end_kg,
        count(*) = count(kg_co2) as has_all_co2
    from compared_cells
    group by
        kvk_number,
        reporting_year,
        jaargang,
        previous_year,
        previous_jaargang,
        gas_basis,
        previous_gas_basis,
        block,
        purpose,
        mode_group,
        category
),

with_comparability as (
    select
        pivoted.*,
        pivoted.has_all_co2
        and purposes_told.is_told_twice
        and (pivoted.mode_group <> 'car' or fuels_told.are_fuels_comparable) as is_comparable
    from pivoted
    inner join purposes_told
        on pivoted.kvk_number = purposes_told.kvk_number
        and pivoted.reporting_year = purposes_told.reporting_year
        and pivoted.purpose = purposes_told.purpose
    inner join fuels_told
        on pivoted.kvk_number = fuels_told.kvk_number
        and pivoted.reporting_year = fuels_told.reporting_year
        and pivoted.purpose = fuels_told.purpose
),

-- First the travel changes at the key figures of the year before, then the key figures: the three make the change.
changes as (
    select
        kvk_number,
        reporting_year,
        jaargang,
        previous_year,
        previous_jaargang,
        gas_basis,
        previous_gas_basis,
        block,
        purpose,
        mode_group,
        category,
        start_kg,
        cast(case when is_comparable then constant_kg - start_kg else 0 end as decimal(18, 6)) as own_change_kg,
        cast(case when is_comparable then end_kg - constant_kg else 0 end as decimal(18, 6)) as kentallen_change_kg,
        cast(case when is_comparable then 0 else end_kg - start_kg end as decimal(18, 6)) as not_comparable_kg,
        end_kg
    from with_comparability
)

select * from changes
