with

accounts as (
    select * from {{ ref('stg_ledger_accounts') }}
    where treatment = 'spend'
),

categories as (
    select * from {{ ref('int_spend_categories') }}
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

averages as (
    select
        reporting_year,
        cast(sum(t_co2e) * 1000 as decimal(19, 6)) as kg_co2e,
        cast(sum(counted_eur) as decimal(19, 6)) as counted_eur
    from {{ ref('rpt_spend_categories') }}
    where t_co2e is not null
    group by reporting_year
),

without_category as (
    select
        accounts.account_code,
        accounts.spend_category,
        booked.reporting_year,
        coalesce(booked.line_count, 0) as line_count,
        coalesce(booked.amount_eur, 0) as amount_eur,
        {{ scale_amount('booked.amount_eur', 'averages.kg_co2e', 'averages.counted_eur') }} as average_kg
    from accounts
    left join categories
        on accounts.spend_category = categories.spend_category
    left join booked
        on accounts.account_code = booked.account_code
    left join averages
        on booked.reporting_year = averages.reporting_year
    where categories.spend_category is null
)

select
    {{ finding(
        key=['account_code', 'reporting_year'],
        message=say([
            "'account '", 'account_code', "' has spend category '''", 'spend_category', "''', which is not decided on; its '", 'line_count',
            "' lines of together '", short('amount_eur', 2), "' euro in '", 'reporting_year',
            "' count for nothing; at the average of the spend of the year that would be '", short('average_kg', 0), "' kg'"
        ]),
        given=['reporting_year'],
        extract_name="'ledger_accounts'",
        line_id='account_code',
        column_name="'spend_category'",
        cell_value='spend_category',
        kg_co2e='average_kg'
    ) }}
from without_category
