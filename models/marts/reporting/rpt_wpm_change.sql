with

changes as (
    select * from {{ ref('int_wpm_changes') }}
),

levels as (
    select * from {{ ref('int_wpm_privacy_levels') }}
),

company_years as (
    select * from {{ ref('int_company_years') }}
),

-- The keys that both years keep: a group is a sum of published groups of either year.
kept as (
    select
        changes.reporting_year,
        changes.previous_year,
        changes.jaargang,
        changes.previous_jaargang,
        changes.gas_basis,
        changes.previous_gas_basis,
        case when levels.keeps_kvk and previous_levels.keeps_kvk then changes.kvk_number end as kvk_number,
        case when levels.keeps_purpose and previous_levels.keeps_purpose then changes.purpose end as purpose,
        case when levels.keeps_mode_group and previous_levels.keeps_mode_group then changes.mode_group end as mode_group,
        case when levels.keeps_category and previous_levels.keeps_category then changes.category end as category,
        changes.start_kg,
        changes.own_change_kg,
        changes.kentallen_change_kg,
        changes.not_comparable_kg,
        changes.end_kg
    from changes
    inner join levels
        on changes.reporting_year = levels.reporting_year
    inner join levels as previous_levels
        on changes.previous_year = previous_levels.reporting_year
    inner join company_years
        on changes.reporting_year = company_years.reporting_year
    inner join company_years as previous_company_years
        on changes.previous_year = previous_company_years.reporting_year
),

-- CO2 and CO2e are no total: where the KVK numbers of a group differ in the gas of a year, that year has none here.
summed as (
    select
        reporting_year,
        previous_year,
        kvk_number,
        purpose,
        mode_group,
        category,
        case when min(jaargang) = max(jaargang) then min(jaargang) end as jaargang,
        case when min(previous_jaargang) = max(previous_jaargang) then min(previous_jaargang) end as previous_jaargang,
        case when min(gas_basis) = max(gas_basis) then min(gas_basis) end as gas_basis,
        case when min(previous_gas_basis) = max(previous_gas_basis) then min(previous_gas_basis) end as previous_gas_basis,
        sum(start_kg) as start_kg,
        sum(own_change_kg) as own_change_kg,
        sum(kentallen_change_kg) as kentallen_change_kg,
        sum(not_comparable_kg) as not_comparable_kg,
        sum(end_kg) as end_kg
    from kept
    group by
        reporting_year,
        previous_year,
        kvk_number,
        purpose,
        mode_group,
        category
),

with_basis as (
    select
        summed.*,
        gas_basis is not null and previous_gas_basis is not null as has_both
    from summed
),

published as (
    select
        reporting_year,
        previous_year,
        kvk_number,
        purpose,
        mode_group,
        category,
        jaargang,
        previous_jaargang,
        gas_basis,
        previous_gas_basis,
        cast(case when previous_gas_basis is not null then start_kg end as decimal(28, 6)) as start_kg,
        cast(case when has_both then own_change_kg end as decimal(28, 6)) as own_change_kg,
        cast(case when has_both then kentallen_change_kg end as decimal(28, 6)) as kentallen_change_kg,
        cast(case when has_both then not_comparable_kg end as decimal(28, 6)) as not_comparable_kg,
        cast(case when gas_basis is not null then end_kg end as decimal(28, 6)) as end_kg
    from with_basis
)

select * from published
