with

emissions as (
    select * from {{ ref('rpt_wpm_emissions') }}
),

published_cells as (
    select * from {{ ref('int_wpm_published_cells') }}
),

jaargangen as (
    select * from {{ ref('stg_wpm_jaargangen') }}
),

base_years as (
    select * from {{ ref('stg_base_years') }}
),

conventions as (
    select convention_value as most_points
    from {{ ref('stg_wpm_conventions') }}
    where convention = 'index_share_without_co2_points'
),

-- Totals that the published rows of a year can make: of a KVK number and of a purpose only where they are apart.
members as (
    select
        'all' as kvk_number,
        'totaal' as purpose,
        reporting_year,
        kg_co2
    from emissions
    union all
    select
        'all' as kvk_number,
        case purpose when 'commuting' then 'woon_werk' else 'zakelijk' end as purpose,
        reporting_year,
        kg_co2
    from emissions
    where purpose is not null
    union all
    select
        kvk_number,
        'totaal' as purpose,
        reporting_year,
        kg_co2
    from emissions
    where kvk_number is not null
    union all
    select
        kvk_number,
        case purpose when 'commuting' then 'woon_werk' else 'zakelijk' end as purpose,
        reporting_year,
        kg_co2
    from emissions
    where
        kvk_number is not null
        and purpose is not null
),

totals as (
    select
        kvk_number,
        purpose,
        reporting_year,
        cast(sum(kg_co2) as decimal(28, 6)) as kg_co2
    from members
    group by
        kvk_number,
        purpose,
        reporting_year
),

-- The same totals with all that they hold, also what has no CO2.
cell_members as (
    select
        totals.kvk_number,
        totals.purpose,
        totals.reporting_year,
        totals.kg_co2,
        published_cells.purpose as cell_purpose,
        published_cells.km,
        published_cells.kg_co2 as cell_kg_co2,
        case
            when published_cells.kg_co2 is not null
                then jaargangen.boundary || '|' || jaargangen.gas_basis || '|' || jaargangen.denominator
        end as basis
    from totals
    inner join published_cells
        on totals.reporting_year = published_cells.reporting_year
        and totals.kvk_number in ('all', published_cells.kvk_number)
        and totals.purpose in ('totaal', case published_cells.purpose when 'commuting' then 'woon_werk' else 'zakelijk' end)
    left join jaargangen
        on published_cells.jaargang = jaargangen.jaargang
),

-- What makes two years a series: one and the same basis, the same purposes, and about as much of the travel without CO2.
described as (
    select
        kvk_number,
        purpose,
        reporting_year,
        case when min(basis) = max(basis) then min(basis) end as basis,
        max(case when cell_kg_co2 is not null and cell_purpose = 'business' then 1 else 0 end)
        + max(case when cell_kg_co2 is not null and cell_purpose = 'commuting' then 2 else 0 end) as purposes,
        {{ percentage('sum(case when cell_kg_co2 is null then km else 0 end)', 'sum(km)') }} as share_without_co2_pct,
        case when min(basis) = max(basis) then max(kg_co2) end as kg_co2
    from cell_members
    group by
        kvk_number,
        purpose,
        reporting_year
),

-- One base year for all, by judgement; else each series its own first year with figures.
judged as (
    select max(base_year) as base_year
    from base_years
    where line = 'wpm'
),

first_years as (
    select
        kvk_number,
        purpose,
        min(reporting_year) as first_year
    from described
    where kg_co2 is not null
    group by
        kvk_number,
        purpose
),

with_base as (
    select
        described.*,
        coalesce(judged.base_year, first_years.first_year) as base_year
    from described
    inner join first_years
        on described.kvk_number = first_years.kvk_number
        and described.purpose = first_years.purpose
    cross join judged
),

indexed as (
    select
        with_base.kvk_number,
        with_base.purpose,
        with_base.reporting_year,
        with_base.kg_co2,
        with_base.base_year,
        case
            when
                with_base.basis = base.basis
                and with_base.purposes = base.purposes
                and abs(with_base.share_without_co2_pct - base.share_without_co2_pct) <= conventions.most_points
                then {{ ratio('with_base.kg_co2', 'base.kg_co2', 6) }}
        end as own_index
    from with_base
    cross join conventions
    left join described as base
        on with_base.kvk_number = base.kvk_number
        and with_base.purpose = base.purpose
        and with_base.base_year = base.reporting_year
)

select * from indexed
