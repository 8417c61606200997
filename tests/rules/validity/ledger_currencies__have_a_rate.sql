with

without_rate as (
    select
        currency_code,
        reporting_year,
        count(*) as line_count,
        cast(sum(amount) as decimal(19, 6)) as amount
    from {{ ref('int_ledger_amounts') }}
    where
        occurrence = 1
        and currency_code <> 'eur'
        and currency_rate is null
        and reporting_year is not null
    group by
        currency_code,
        reporting_year
)

select
    {{ finding(
        key=['currency_code', 'reporting_year'],
        message=say(["'no rate of '", 'currency_code', "' in '", 'reporting_year', "': '", 'line_count', "' lines of together '", short('amount', 2), "' '", 'currency_code', "' count for nothing'"]),
        given=['reporting_year'],
        extract_name="'ledger_entries'",
        column_name="'currency'",
        cell_value='currency_code'
    ) }}
from without_rate
