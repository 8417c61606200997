with

accounts as (
    select
        account_code,
        max(rgs_code) as rgs_code,
        max(reason) as reason,
        max(spend_category) as spend_category
    from {{ ref('stg_ledger_accounts') }}
    where account_code is not null
    group by account_code
),

criteria as (
    select max(threshold_pct) as threshold_pct
    from ({{ typed_extract('significance_criteria') }}) as significance_criteria
    where criterion = 'all_exclusions_together'
),

-- No purchase by its RGS code: a balance sheet account other than one of assets, pay, depreciation, revenue, taxes.
ledger as (
    select
        ledger.account_code,
        ledger.reporting_year,
        ledger.treatment,
        ledger.amount_eur,
        accounts.reason,
        accounts.spend_category,
        ledger.supplier_id is not null
        and ledger.source_document is not null
        and not ledger.is_group_company as is_invoiced
    from {{ ref('int_ledger_amounts') }} as ledger
    inner join accounts
        on ledger.account_code = accounts.account_code
    where
        ledger.occurrence = 1
        and ledger.is_in_boundary
        and ledger.amount_eur is not null
        and ledger.reporting_year is not null
        and (
            accounts.rgs_code is null
            or accounts.rgs_code like 'BMva%'
            or accounts.rgs_code like 'BIva%'
            or not (
                accounts.rgs_code like 'B%'
                or accounts.rgs_code like 'WPerLes%'
                or accounts.rgs_code like 'WPerSol%'
                or accounts.rgs_code like 'WPerPen%'
                or accounts.rgs_code like 'WAfs%'
                or accounts.rgs_code like 'WOmz%'
                or accounts.rgs_code like 'WBel%'
            )
        )
),

account_years as (
    select
        account_code,
        reporting_year,
        treatment,
        max(reason) as reason,
        max(spend_category) as spend_category,
        cast(sum(amount_eur) as decimal(19, 6)) as balance_eur,
        cast(sum(case when is_invoiced then amount_eur else 0 end) as decimal(19, 6)) as invoiced_eur
    from ledger
    group by
        account_code,
        reporting_year,
        treatment
),

-- What suppliers invoice and what stays on the account: VAT and prepaid costs pass through it and are no cost of their own.
costs as (
    select
        account_code,
        reporting_year,
        treatment,
        reason,
        spend_category,
        case when balance_eur < invoiced_eur then balance_eur else invoiced_eur end as cost_eur
    from account_years
    where
        invoiced_eur > 0
        and balance_eur > 0
),

totals as (
    select
        reporting_year,
        cast(sum(cost_eur) as decimal(19, 6)) as total_eur
    from costs
    group by reporting_year
),

-- From the smallest up, so that a cost that is cut into many accounts does not stay below the threshold.
outside as (
    select
        costs.*,
        sum(cost_eur) over (
            partition by reporting_year
            order by cost_eur, account_code
            rows between unbounded preceding and current row
        ) as outside_until_here_eur
    from costs
    where treatment = 'out_of_scope'
),

spend as (
    select
        reporting_year,
        cast(sum(quantity) as decimal(19, 6)) as spend_eur
    from {{ ref('fct_activities') }}
    where
        extract_name = 'ledger_entries'
        and claim_status = 'counted'
    group by reporting_year
),

spend_emissions as (
    select
        reporting_year,
        cast(sum(kg_co2e) as decimal(19, 6)) as kg_co2e
    from {{ ref('fct_emissions') }}
    where method = 'spend'
    group by reporting_year
),

uncounted as (
    select
        outside.account_code,
        outside.reporting_year,
        outside.reason,
        outside.spend_category,
        outside.cost_eur,
        {{ percentage('outside.cost_eur', 'totals.total_eur') }} as cost_pct,
        case
            when spend.spend_eur > 0 then {{ scale_amount('spend_emissions.kg_co2e', 'outside.cost_eur', 'spend.spend_eur') }}
        end as kg_co2e
    from outside
    inner join totals
        on outside.reporting_year = totals.reporting_year
    left join criteria
        on criteria.threshold_pct is not null
    left join spend
        on outside.reporting_year = spend.reporting_year
    left join spend_emissions
        on outside.reporting_year = spend_emissions.reporting_year
    where
        outside.reason is null
        or outside.spend_category is not null
        -- Without a threshold nothing can be said to stay below it.
        or criteria.threshold_pct is null
        or outside.outside_until_here_eur * 100 > criteria.threshold_pct * totals.total_eur
)

select
    {{ finding(
        key=['account_code', 'reporting_year'],
        message=say([
            "'account '", 'account_code', "' is out of scope, and suppliers invoiced '", short('cost_eur', 2), "' euro on it in '", 'reporting_year', "' ('",
            short('cost_pct'), "'% of what suppliers invoice); at the average of the spend '", short('kg_co2e', 0), "' kg; spend category: '", 'spend_category',
            "'; reason: '", 'reason'
        ], empty="'none'"),
        given=['reporting_year'],
        extract_name="'ledger_accounts'",
        line_id='account_code',
        column_name="'treatment'",
        cell_value="'out_of_scope'",
        kg_co2e='kg_co2e'
    ) }}
from uncounted
