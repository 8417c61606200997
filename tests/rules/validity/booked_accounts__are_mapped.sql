with

unmapped as (
    select
        account_code,
        reporting_year,
        min(unreadable_reason) as unreadable_reason,
        count(*) as line_count,
        cast(sum(amount_eur) as decimal(19, 6)) as amount_eur
    from {{ ref('int_ledger_amounts') }}
    where
        occurrence = 1
        and unreadable_reason in ('account_not_mapped', 'account_without_treatment')
    group by
        account_code,
        reporting_year
),

-- What the euros would carry is not known without a treatment; the average of the year's spend gives the order of it.
averages as (
    select
        reporting_year,
        cast(sum(t_co2e) * 1000 as decimal(19, 6)) as kg_co2e,
        cast(sum(counted_eur) as decimal(19, 6)) as counted_eur
    from {{ ref('rpt_spend_categories') }}
    where t_co2e is not null
    group by reporting_year
),

sized as (
    select
        unmapped.*,
        {{ scale_amount('unmapped.amount_eur', 'averages.kg_co2e', 'averages.counted_eur') }} as average_kg
    from unmapped
    left join averages
        on unmapped.reporting_year = averages.reporting_year
)

select
    {{ finding(
        key=['account_code', 'reporting_year'],
        message=say([
            "'account '", 'account_code', "': '", 'line_count', "' lines of together '", short('amount_eur', 2), "' euro in '", 'reporting_year',
            "' count for nothing: '", 'unreadable_reason', "'; at the average of the spend of the year that would be '", short('average_kg', 0), "' kg'"
        ]),
        given=['reporting_year'],
        extract_name="'ledger_entries'",
        column_name="'account_code'",
        cell_value='account_code',
        kg_co2e='average_kg'
    ) }}
from sized
