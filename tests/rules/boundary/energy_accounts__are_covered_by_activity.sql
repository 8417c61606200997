with

accounts as (
    select
        account_code,
        rgs_code,
        treatment,
        activity_category
    from {{ ref('stg_ledger_accounts') }}
    where rgs_code is not null
),

rgs_activities as (
    select * from {{ ref('rgs_activities') }}
),

-- The treatment is that of the account: its lines are taken by account code.
misplaced as (
    select
        accounts.account_code,
        accounts.rgs_code,
        accounts.treatment,
        min(rgs_activities.activity_category) as activity_category
    from accounts
    inner join rgs_activities
        on accounts.rgs_code like rgs_activities.rgs_prefix || '%'
    where
        coalesce(accounts.treatment, '') <> 'covered_by_activity'
        or coalesce(accounts.activity_category, '') <> rgs_activities.activity_category
    group by
        accounts.account_code,
        accounts.rgs_code,
        accounts.treatment
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
    having sum(amount_eur) <> 0
),

spend as (
    select
        account_code,
        reporting_year,
        cast(sum(kg_co2e) as decimal(27, 6)) as kg_co2e
    from {{ ref('fct_spend_emissions') }}
    group by
        account_code,
        reporting_year
)

select
    {{ finding(
        key=['misplaced.account_code', 'booked.reporting_year'],
        message=say([
            "'account '", 'misplaced.account_code', "' has RGS code '", 'misplaced.rgs_code', "' ('", 'misplaced.activity_category', "') and is treated as '",
            'misplaced.treatment', "': '", short('booked.amount_eur', 2), "' euro in '", 'booked.line_count', "' lines of '", 'booked.reporting_year'
        ]),
        reporting_year='booked.reporting_year',
        extract_name="'ledger_accounts'",
        line_id='misplaced.account_code',
        column_name="'treatment'",
        cell_value='misplaced.treatment',
        kg_co2e='spend.kg_co2e'
    ) }}
from misplaced
inner join booked
    on misplaced.account_code = booked.account_code
left join spend
    on misplaced.account_code = spend.account_code
    and booked.reporting_year = spend.reporting_year
