with

steps as (
    {%- for variant, prefix in [('chosen', ''), ('alternative', 'alternative_')] %}
    select
        spend_category,
        '{{ variant }}' as variant,
        price_level_year,
        {{ prefix }}factor_price_year{{ ' as factor_price_year' if prefix }},
        {{ prefix }}factor_currency{{ ' as factor_currency' if prefix }},
        counted_eur
    from {{ ref('fct_spend_emissions') }}
    where
        claim_status = 'counted'
        and {{ prefix }}factor_value is not null
        and {{ 'kg_co2e' if variant == 'chosen' else 'kg_co2e_alternative' }} is null
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

unpriced as (
    select
        spend_category,
        variant,
        price_level_year,
        min(factor_price_year) as factor_price_year,
        min(factor_currency) as factor_currency,
        count(*) as line_count,
        cast(sum(counted_eur) as decimal(19, 6)) as counted_eur
    from steps
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
