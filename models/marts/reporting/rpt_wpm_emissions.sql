with

published as (
    select * from {{ ref('int_wpm_published_cells') }}
),

parts as (
    select * from {{ ref('int_wpm_parts') }}
),

jaargangen as (
    select * from {{ ref('stg_wpm_jaargangen') }}
),

categories as (
    select * from {{ ref('stg_wpm_categories') }}
),

mode_groups as (
    select distinct
        mode_group,
        mode_group_label_nl,
        mode_group_label_en
    from categories
),

-- Those whose travel has no CO2: a share of one to four persons is not told.
persons_without_co2 as (
    select
        published.reporting_year,
        published.published_kvk_number,
        published.published_purpose,
        published.published_mode_group,
        published.published_category,
        count(distinct parts.person_key) as persons
    from published
    inner join parts
        on published.kvk_number = parts.kvk_number
        and published.reporting_year = parts.reporting_year
        and published.block = parts.block
        and published.category = parts.category
    where published.no_co2_reason is not null
    group by
        published.reporting_year,
        published.published_kvk_number,
        published.published_purpose,
        published.published_mode_group,
        published.published_category
),

with_basis as (
    select
        published.*,
        jaargangen.status,
        jaargangen.boundary,
        jaargangen.gas_basis,
        jaargangen.denominator
    from published
    left join jaargangen
        on published.jaargang = jaargangen.jaargang
),

-- What one basis says of the rows of a group; of two bases there is no total, since CO2 and CO2e do not add up.
grouped as (
    select
        reporting_year,
        published_kvk_number,
        published_purpose,
        published_mode_group,
        published_category,
        case when count(jaargang) = count(*) and min(jaargang) = max(jaargang) then min(jaargang) end as jaargang,
        case when count(jaargang) = count(*) and min(status) = max(status) then min(status) end as jaargang_status,
        case when min(boundary) = max(boundary) then min(boundary) end as boundary,
        case when min(gas_basis) = max(gas_basis) then min(gas_basis) end as gas_basis,
        case when min(denominator) = max(denominator) then min(denominator) end as denominator,
        sum(case when kg_co2 is not null then rkm end) as rkm,
        sum(kg_co2) as kg_co2,
        sum(km) as km,
        sum(case when kg_co2 is null then km else 0 end) as km_without_co2
    from with_basis
    group by
        reporting_year,
        published_kvk_number,
        published_purpose,
        published_mode_group,
        published_category
),

summed as (
    select
        reporting_year,
        published_kvk_number,
        published_purpose,
        published_mode_group,
        published_category,
        jaargang,
        jaargang_status,
        boundary,
        gas_basis,
        denominator,
        cast(case when boundary is not null and gas_basis is not null and denominator is not null then rkm end as decimal(28, 6)) as rkm,
        cast(case when boundary is not null and gas_basis is not null and denominator is not null then kg_co2 end as decimal(28, 6)) as kg_co2,
        cast(km as decimal(28, 6)) as km,
        cast(km_without_co2 as decimal(28, 6)) as km_without_co2
    from grouped
),

emissions as (
    select
        summed.reporting_year,
        summed.published_kvk_number as kvk_number,
        summed.published_purpose as purpose,
        summed.published_mode_group as mode_group,
        mode_groups.mode_group_label_nl,
        mode_groups.mode_group_label_en,
        summed.published_category as category,
        categories.label_nl as category_label_nl,
        categories.label_en as category_label_en,
        summed.jaargang,
        summed.jaargang_status,
        summed.boundary,
        summed.gas_basis,
        summed.denominator,
        summed.rkm,
        summed.kg_co2,
        {{ ratio('summed.kg_co2 * 1000', 'summed.rkm', 6) }} as g_per_rkm,
        case
            when coalesce(persons_without_co2.persons, 0) not between 1 and 4 then {{ percentage('summed.km_without_co2', 'summed.km') }}
        end as share_without_co2_pct
    from summed
    left join mode_groups
        on summed.published_mode_group = mode_groups.mode_group
    left join categories
        on summed.published_category = categories.category
    left join persons_without_co2
        on summed.reporting_year = persons_without_co2.reporting_year
        and coalesce(summed.published_kvk_number, '') = coalesce(persons_without_co2.published_kvk_number, '')
        and coalesce(summed.published_purpose, '') = coalesce(persons_without_co2.published_purpose, '')
        and coalesce(summed.published_mode_group, '') = coalesce(persons_without_co2.published_mode_group, '')
        and coalesce(summed.published_category, '') = coalesce(persons_without_co2.published_category, '')
)

select * from emissions
