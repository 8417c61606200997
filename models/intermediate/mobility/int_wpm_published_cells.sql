with

cells as (
    select * from {{ ref('int_wpm_cell_emissions') }}
    where kentallen_of = 'own'
),

levels as (
    select * from {{ ref('int_wpm_privacy_levels') }}
),

company_years as (
    select * from {{ ref('int_company_years') }}
),

-- The cells of a reporting year with the keys that its level keeps; empty is merged.
published as (
    select
        cells.reporting_year,
        case when levels.keeps_kvk then cells.kvk_number end as published_kvk_number,
        case when levels.keeps_purpose then cells.purpose end as published_purpose,
        case when levels.keeps_mode_group then cells.mode_group end as published_mode_group,
        case when levels.keeps_category then cells.category end as published_category,
        cells.kvk_number,
        cells.block,
        cells.purpose,
        cells.category,
        cells.jaargang,
        cells.km,
        cells.rkm,
        cells.kg_co2,
        cells.no_co2_reason
    from cells
    inner join company_years
        on cells.reporting_year = company_years.reporting_year
    inner join levels
        on cells.reporting_year = levels.reporting_year
)

select * from published
