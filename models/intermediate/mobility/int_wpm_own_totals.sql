with

emissions as (
    select * from {{ ref('rpt_wpm_emissions') }}
),

published_cells as (
    select * from {{ ref('int_wpm_published_cells') }}
    where kg_co2 is not null
),

base_years as (
    select * from {{ ref('stg_base_years') }}
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

-- Which purposes a total holds: one without commuting and one with it are no series.
purposes as (
    select
        kvk_number,
        reporting_year,
        max(case when purpose = 'business' then 1 else 0 end) + max(case when purpose = 'commuting' then 2 else 0 end) as purposes
    from (
        select
            kvk_number,
            reporting_year,
            purpose
        from published_cells
        union all
        select
            'all' as kvk_number,
            reporting_year,
            purpose
        from published_cells
    ) as members_of_cells
    group by
        kvk_number,
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
    from totals
    where kg_co2 is not null
    group by
        kvk_number,
        purpose
),

with_base as (
    select
        totals.kvk_number,
        totals.purpose,
        totals.reporting_year,
        totals.kg_co2,
        coalesce(judged.base_year, first_years.first_year) as base_year
    from totals
    inner join first_years
        on totals.kvk_number = first_years.kvk_number
        and totals.purpose = first_years.purpose
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
            when with_base.purpose <> 'totaal' or purposes.purposes = base_purposes.purposes
                then {{ ratio('with_base.kg_co2', 'base.kg_co2', 6) }}
        end as own_index
    from with_base
    left join totals as base
        on with_base.kvk_number = base.kvk_number
        and with_base.purpose = base.purpose
        and with_base.base_year = base.reporting_year
    left join purposes
        on with_base.kvk_number = purposes.kvk_number
        and with_base.reporting_year = purposes.reporting_year
    left join purposes as base_purposes
        on with_base.kvk_number = base_purposes.kvk_number
        and with_base.base_year = base_purposes.reporting_year
)

select * from indexed
