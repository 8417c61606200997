with

without_factor as (
    select * from {{ ref('int_spend_factors') }}
    where factor_value is null
),

-- Euros without the one factor may still have the other: that is what they would carry about.
spent as (
    select
        spend_category,
        count(*) as line_count,
        cast(sum(counted_eur) as decimal(19, 6)) as counted_eur,
        cast(sum(coalesce(kg_co2e_alternative, kg_co2e)) as decimal(27, 6)) as kg_co2e
    from {{ ref('fct_spend_emissions') }}
    where claim_status = 'counted'
    group by spend_category
),

sized as (
    select
        without_factor.spend_category,
        without_factor.variant,
        without_factor.factor_edition_id,
        without_factor.factor_id,
        coalesce(spent.line_count, 0) as line_count,
        coalesce(spent.counted_eur, 0) as counted_eur,
        spent.kg_co2e
    from without_factor
    left join spent
        on without_factor.spend_category = spent.spend_category
)

select
    {{ finding(
        key=['spend_category', 'variant'],
        message=say([
            "'spend category '", 'spend_category', "': '", 'variant', "' factor '", 'factor_id', "' is not in edition '", 'factor_edition_id', "'; '",
            'line_count', "' lines of together '", short('counted_eur', 2), "' euro, by the other factor '", short('kg_co2e', 0), "' kg'"
        ]),
        extract_name="'spend_categories'",
        line_id='spend_category',
        column_name="case variant when 'chosen' then 'factor_key' else 'alternative_factor_key' end",
        cell_value='factor_id',
        kg_co2e='kg_co2e'
    ) }}
from sized
