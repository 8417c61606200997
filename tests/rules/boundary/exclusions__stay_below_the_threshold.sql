with

exclusions as (
    select * from {{ ref('stg_exclusions') }}
),

criteria as (
    select threshold_pct
    from ({{ typed_extract('significance_criteria') }}) as significance_criteria
    where criterion = 'all_exclusions_together'
),

company_years as (
    select * from {{ ref('int_company_years') }}
),

emissions as (
    select * from {{ ref('fct_emissions') }}
    where ladder_line in ('scope_1', 'scope_2', 'business_travel')
),

year_totals as (
    select
        reporting_year,
        {{ to_tonnes('sum(kg_co2e)') }} as t_co2e
    from emissions
    group by reporting_year
),

excluded as (
    select
        company_years.reporting_year,
        sum(exclusions.estimated_t_co2e) as excluded_t_co2e
    from company_years
    inner join exclusions
        on (exclusions.valid_from is null or extract(year from exclusions.valid_from) <= company_years.reporting_year)
        and (exclusions.valid_to is null or extract(year from exclusions.valid_to) >= company_years.reporting_year)
    group by company_years.reporting_year
)

select
    {{ finding(
        key=['excluded.reporting_year'],
        message=say(["'exclusions of '", short('excluded.excluded_t_co2e'), "' t against a total of '", short('year_totals.t_co2e'), "' t; threshold '", short('criteria.threshold_pct'), "'%'"]),
        reporting_year='excluded.reporting_year',
        extract_name="'exclusions'",
        kg_co2e='excluded.excluded_t_co2e * 1000'
    ) }}
from excluded
inner join year_totals
    on excluded.reporting_year = year_totals.reporting_year
-- Without a threshold nothing can be said to stay below it.
left join criteria
    on criteria.threshold_pct is not null
where
    criteria.threshold_pct is null
    or excluded.excluded_t_co2e * 100 > criteria.threshold_pct * year_totals.t_co2e
