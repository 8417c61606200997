with

categories as (
    select * from {{ ref('rpt_spend_categories') }}
    where abs(t_co2e_alternative - t_co2e) * 4 > abs(t_co2e)
)

select
    {{ finding(
        key=['spend_category', 'reporting_year'],
        message=say([
            'spend_category', "' of '", 'reporting_year', "': '", short('t_co2e'), "' t as chosen, '", short('t_co2e_alternative'), "' t by the other way; of the difference '",
            short('difference_price_level_t'), "' t is the price level, '", short('difference_currency_t'), "' t the currency, '",
            short('difference_price_basis_t'), "' t the price basis and '", short('difference_factor_t'), "' t the factor'"
        ]),
        given=['reporting_year'],
        extract_name="'spend_categories'",
        line_id='spend_category',
        column_name="'alternative_factor_key'",
        cell_value='alternative_factor_id',
        kg_co2e='t_co2e * 1000'
    ) }}
from categories
