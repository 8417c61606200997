with

mismatched as (
    select * from {{ ref('stg_factors__spend_printed') }}
    where
        printed_currency <> applied_currency
        and price_year is null
),

spent as (
    select * from {{ ref('rpt_spend_categories') }}
),

used as (
    select
        spent.spend_category,
        spent.reporting_year,
        mismatched.factor_key,
        mismatched.printed_currency,
        mismatched.applied_currency,
        spent.t_co2e,
        spent.t_co2e_alternative
    from spent
    inner join mismatched
        on spent.factor_edition_id = mismatched.edition_id
        and spent.factor_id = mismatched.factor_key
)

select
    {{ finding(
        key=['spend_category', 'reporting_year'],
        message=say([
            "'factor '", 'factor_key', "' is printed per '", 'printed_currency', "' without a price year and applied per '", 'applied_currency', "': '",
            'spend_category', "' of '", 'reporting_year', "' is '", short('t_co2e'), "' t by it, and '", short('t_co2e_alternative'), "' t by the other factor'"
        ]),
        given=['reporting_year'],
        extract_name="'spend_categories'",
        line_id='spend_category',
        column_name="'factor_key'",
        cell_value='factor_key',
        kg_co2e='t_co2e * 1000'
    ) }}
from used
