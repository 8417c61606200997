with

unpriced as (
    select
        spend_category,
        variant,
        price_level_year,
        min(factor_price_year) as factor_price_year,
        min(factor_currency) as factor_currency,
        count(*) as line_count,
        cast(sum(counted_eur) as decimal(19, 6)) as counted_eur
    from {{ ref('int_spend_steps') }}
    where
        kg_co2e is null
        and factor_value is not null
    group by
        spend_category,
        variant,
        price_level_year
)

select
    {{ finding(
        key=['spend_category', 'variant', 'price_level_year'],
        message=say([
            "'spend category '", 'spend_category', "', '", 'variant', "' factor: '", 'line_count', "' lines of together '", short('counted_eur', 2),
            "' euro of '", 'price_level_year', "' cannot be brought to '", 'factor_currency', "' of '", 'factor_price_year'
        ]),
        reporting_year='price_level_year',
        extract_name="'price_levels'",
        line_id='spend_category'
    ) }}
from unpriced
