with

lines as (
    select * from {{ ref('fct_spend_emissions') }}
    where
        occurrence = 1
        and vat_amount is not null
        and amount is not null
        -- VAT inside the amount is another finding (VAL-29).
        and abs(abs(vat_amount) * 121 - abs(amount) * 21) > 0.605
        and abs(abs(vat_amount) * 109 - abs(amount) * 9) > 0.545
),

rates as (
    select
        {{ read_decimal('rate_pct', 19, 6) }} as rate_pct,
        cast(valid_from as date) as valid_from,
        cast(valid_to as date) as valid_to
    from {{ ref('vat_rates') }}
),

-- Two cents for what an invoice rounded per line.
at_a_rate as (
    select distinct lines.line_id
    from lines
    inner join rates
        on lines.booking_date >= rates.valid_from
        and (rates.valid_to is null or lines.booking_date <= rates.valid_to)
    where abs(lines.vat_amount * 100 - lines.amount * rates.rate_pct) <= 2
),

other as (
    select lines.*
    from lines
    left join at_a_rate
        on lines.line_id = at_a_rate.line_id
    where at_a_rate.line_id is null
)

select
    {{ finding(
        key=['line_id'],
        message=say(["'ledger_entries, line '", 'line_id', "': VAT of '", short('vat_amount', 2), "' on '", short('amount', 2), "' is no rate of the law: one of the two is wrong'"]),
        given=['entity_id', 'reporting_year', 'line_id', 'source_file', 'source_row'],
        extract_name="'ledger_entries'",
        column_name="'amount'",
        cell_value='amount'
    ) }}
from other
