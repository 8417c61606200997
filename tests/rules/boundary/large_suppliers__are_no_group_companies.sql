with

spend as (
    select
        supplier_id,
        reporting_year,
        cast(sum(amount_eur) as decimal(19, 6)) as spend_eur,
        cast(sum(kg_co2e) as decimal(27, 6)) as kg_co2e
    from {{ ref('fct_spend_emissions') }}
    where
        treatment = 'spend'
        and occurrence = 1
        and claim_status in ('counted', 'superseded')
        and supplier_id is not null
    group by
        supplier_id,
        reporting_year
),

ranked as (
    select
        spend.*,
        sum(spend_eur) over (
            partition by reporting_year
            order by spend_eur desc, supplier_id
            rows between unbounded preceding and current row
        ) - spend_eur as larger_eur,
        sum(spend_eur) over (partition by reporting_year) as total_eur
    from spend
    where spend_eur > 0
),

suppliers as (
    select * from {{ ref('dim_suppliers') }}
    where is_group_company
)

select
    {{ finding(
        key=['ranked.supplier_id', 'ranked.reporting_year'],
        message=say([
            "'group company '", 'ranked.supplier_id', "' has '", short('ranked.spend_eur', 2), "' of '", short('ranked.total_eur', 2), "' euro of spend in '",
            'ranked.reporting_year', "' and '", short('ranked.kg_co2e', 0), "' kg'"
        ]),
        reporting_year='ranked.reporting_year',
        extract_name="'suppliers'",
        line_id='ranked.supplier_id',
        column_name="'is_group_company'",
        kg_co2e='ranked.kg_co2e'
    ) }}
from ranked
inner join suppliers
    on ranked.supplier_id = suppliers.supplier_id
where ranked.larger_eur * 5 < ranked.total_eur * 4
