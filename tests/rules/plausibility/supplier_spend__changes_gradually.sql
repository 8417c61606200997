with

spend as (
    select
        supplier_id,
        spend_category,
        reporting_year,
        cast(sum(counted_eur) as decimal(19, 6)) as spend_eur,
        cast(sum(kg_co2e) as decimal(27, 6)) as kg_co2e
    from {{ ref('fct_spend_emissions') }}
    where
        claim_status = 'counted'
        and supplier_id is not null
        and reporting_year in (select company_years.reporting_year from {{ ref('int_company_years') }} as company_years)
    group by
        supplier_id,
        spend_category,
        reporting_year
),

totals as (
    select
        spend_category,
        reporting_year,
        sum(spend_eur) as category_eur
    from spend
    group by
        spend_category,
        reporting_year
),

changes as (
    select
        spend.supplier_id,
        spend.spend_category,
        spend.reporting_year,
        spend.spend_eur,
        spend.kg_co2e,
        earlier.spend_eur as earlier_spend_eur,
        totals.category_eur,
        earlier_totals.category_eur as earlier_category_eur
    from spend
    inner join spend as earlier
        on spend.supplier_id = earlier.supplier_id
        and spend.spend_category = earlier.spend_category
        and spend.reporting_year - 1 = earlier.reporting_year
    inner join totals
        on spend.spend_category = totals.spend_category
        and spend.reporting_year = totals.reporting_year
    inner join totals as earlier_totals
        on earlier.spend_category = earlier_totals.spend_category
        and earlier.reporting_year = earlier_totals.reporting_year
    where
        spend.spend_eur > 0
        and earlier.spend_eur > 0
)

select
    {{ finding(
        key=['supplier_id', 'spend_category', 'reporting_year'],
        message=say([
            "'supplier '", 'supplier_id', "' ('", 'spend_category', "') went from '", short('earlier_spend_eur', 2), "' to '", short('spend_eur', 2), "' euro in '",
            'reporting_year'
        ]),
        given=['reporting_year'],
        extract_name="'ledger_entries'",
        kg_co2e='kg_co2e'
    ) }}
from changes
where
    (spend_eur > earlier_spend_eur * 10 and spend_eur * 20 > category_eur)
    or (spend_eur * 10 < earlier_spend_eur and earlier_spend_eur * 20 > earlier_category_eur)
