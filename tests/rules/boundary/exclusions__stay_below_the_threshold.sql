with

exclusion_years as (
    select * from {{ ref('int_exclusion_years') }}
),

criteria as (
    select threshold_pct
    from ({{ typed_extract('significance_criteria') }}) as significance_criteria
    where criterion = 'all_exclusions_together'
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

-- Of each exclusion the larger of what somebody stated and what its own lines come to.
excluded as (
    select
        reporting_year,
        {{ to_tonnes('sum(weighed_kg_co2e)') }} as excluded_t_co2e,
        min(person_borne_type) as person_borne_type
    from exclusion_years
    group by reporting_year
)

select
    {{ finding(
        key=['excluded.reporting_year'],
        message=say([
            "'exclusions of '", "case when excluded.person_borne_type is null then " ~ short('excluded.excluded_t_co2e') ~ " end",
            "' t against a total of '", short('year_totals.t_co2e'), "' t; threshold '", short('criteria.threshold_pct'), "'%'"
        ], empty="'(not said)'"),
        reporting_year='excluded.reporting_year',
        activity_type='excluded.person_borne_type',
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
