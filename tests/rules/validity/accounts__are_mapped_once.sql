with

mapped_again as (
    select
        account_code,
        count(*) as row_count
    from {{ ref('stg_ledger_accounts') }}
    where account_code is not null
    group by account_code
    having count(*) > 1
),

booked as (
    select
        account_code,
        reporting_year,
        count(*) as line_count,
        cast(sum(amount_eur) as decimal(19, 6)) as amount_eur
    from {{ ref('int_ledger_amounts') }}
    where occurrence = 1
    group by
        account_code,
        reporting_year
),

accounts as (
    select * from {{ ref('stg_ledger_accounts') }}
),

factors as (
    select * from {{ ref('int_spend_factors') }}
    where
        variant = 'chosen'
        and factor_currency = 'eur'
        and factor_price_year is null
),

averages as (
    select * from {{ ref('rpt_spend_categories') }}
    where counted_eur > 0
),

-- What the euros would carry by each of the rows: by the category's other lines of the year, else by its printed factor.
carried as (
    select
        booked.account_code,
        booked.reporting_year,
        case
            when averages.t_co2e is not null
                then {{ scale_amount('booked.amount_eur', 'cast(averages.t_co2e * 1000 as decimal(19, 6))', 'averages.counted_eur') }}
            when factors.factor_value is not null then {{ to_kg('booked.amount_eur', 'factors.factor_value') }}
            when accounts.treatment <> 'spend' then cast(0 as decimal(19, 6))
        end as kg_co2e
    from booked
    inner join mapped_again
        on booked.account_code = mapped_again.account_code
    inner join accounts
        on booked.account_code = accounts.account_code
    left join averages
        on accounts.treatment = 'spend'
        and accounts.spend_category = averages.spend_category
        and booked.reporting_year = averages.reporting_year
    left join factors
        on accounts.treatment = 'spend'
        and accounts.spend_category = factors.spend_category
),

spreads as (
    select
        account_code,
        reporting_year,
        min(kg_co2e) as lowest_kg,
        max(kg_co2e) as highest_kg
    from carried
    group by
        account_code,
        reporting_year
),

repeated as (
    select
        mapped_again.account_code,
        mapped_again.row_count,
        booked.reporting_year,
        coalesce(booked.line_count, 0) as line_count,
        coalesce(booked.amount_eur, 0) as amount_eur,
        spreads.lowest_kg,
        spreads.highest_kg
    from mapped_again
    left join booked
        on mapped_again.account_code = booked.account_code
    left join spreads
        on booked.account_code = spreads.account_code
        and booked.reporting_year = spreads.reporting_year
)

select
    {{ finding(
        key=['account_code', 'reporting_year'],
        message=say([
            "'account '", 'account_code', "' has '", 'row_count', "' rows; its '", 'line_count', "' lines of together '", short('amount_eur', 2),
            "' euro in '", 'reporting_year', "' count for nothing, and would carry '", short('lowest_kg', 0), "' to '", short('highest_kg', 0), "' kg'"
        ]),
        given=['reporting_year'],
        extract_name="'ledger_accounts'",
        line_id='account_code',
        column_name="'account_code'",
        cell_value='account_code',
        kg_co2e='highest_kg'
    ) }}
from repeated
