with

months as (
    select
        spend_category,
        reporting_year,
        month,
        cast(sum(counted_eur) as decimal(19, 6)) as spend_eur,
        cast(sum(kg_co2e) as decimal(27, 6)) as kg_co2e
    from {{ ref('fct_spend_emissions') }}
    where
        claim_status = 'counted'
        and reporting_year in (select company_years.reporting_year from {{ ref('int_company_years') }} as company_years)
    group by
        spend_category,
        reporting_year,
        month
),

ranked as (
    select
        months.*,
        row_number() over (partition by spend_category, reporting_year order by spend_eur, month) as month_rank,
        count(*) over (partition by spend_category, reporting_year) as month_count,
        sum(spend_eur) over (partition by reporting_year) as year_eur
    from months
),

-- The middle month, or the two in the middle: twice the median, without a division. A category of a few months has none.
medians as (
    select
        spend_category,
        reporting_year,
        sum(case when month_rank * 2 = month_count + 1 then spend_eur * 2 else spend_eur end) as twice_median_eur
    from ranked
    where
        month_rank * 2 between month_count and month_count + 2
        and month_count >= 6
    group by
        spend_category,
        reporting_year
),

peaks as (
    select
        ranked.spend_category,
        ranked.reporting_year,
        ranked.month,
        ranked.spend_eur,
        ranked.kg_co2e,
        medians.twice_median_eur
    from ranked
    inner join medians
        on ranked.spend_category = medians.spend_category
        and ranked.reporting_year = medians.reporting_year
    where
        ranked.spend_eur * 2 > medians.twice_median_eur * 3
        and (ranked.spend_eur * 2 - medians.twice_median_eur) * 50 > ranked.year_eur
)

select
    {{ finding(
        key=['spend_category', 'month'],
        message=say([
            "'spend category '", 'spend_category', "': '", short('spend_eur', 2), "' euro in the month from '", 'month', "', where twice the median month is '",
            short('twice_median_eur', 2), "' euro'"
        ]),
        given=['reporting_year', 'month'],
        extract_name="'ledger_entries'",
        kg_co2e='kg_co2e'
    ) }}
from peaks
