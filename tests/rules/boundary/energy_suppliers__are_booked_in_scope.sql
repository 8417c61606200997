with

ledger as (
    select * from {{ ref('int_ledger_amounts') }}
    where
        occurrence = 1
        and supplier_id is not null
),

accounts as (
    select
        account_code,
        max(rgs_code) as rgs_code
    from {{ ref('stg_ledger_accounts') }}
    group by account_code
),

activities as (
    select distinct
        supplier_id,
        source_document
    from {{ ref('fct_activities') }}
    where extract_name in (
        'supplier_invoices', 'meter_readings', 'fuel_transactions', 'charging_sessions', 'trips', 'refrigerant_services', 'waste_collections'
    )
),

-- Suppliers that the lines name, and those whose invoices the lines come from.
known_suppliers as (
    select supplier_id
    from activities
    where supplier_id is not null
    union
    select ledger.supplier_id
    from ledger
    inner join activities
        on ledger.source_document = activities.source_document
),

-- Balance sheet accounts (RGS code B...) are the other side of a booking; income is no cost.
outside as (
    select
        ledger.supplier_id,
        ledger.account_code,
        ledger.reporting_year,
        count(*) as line_count,
        cast(sum(ledger.amount_eur) as decimal(19, 6)) as amount_eur
    from ledger
    inner join known_suppliers
        on ledger.supplier_id = known_suppliers.supplier_id
    left join accounts
        on ledger.account_code = accounts.account_code
    where
        ledger.treatment = 'out_of_scope'
        and coalesce(accounts.rgs_code, '') not like 'B%'
    group by
        ledger.supplier_id,
        ledger.account_code,
        ledger.reporting_year
    having sum(ledger.amount_eur) > 0
)

select
    {{ finding(
        key=['supplier_id', 'account_code', 'reporting_year'],
        message=say([
            "'supplier '", 'supplier_id', "', whose quantities are counted, has '", short('amount_eur', 2), "' euro in '", 'line_count', "' lines of '",
            'reporting_year', "' on account '", 'account_code', "', which is out of scope'"
        ]),
        given=['reporting_year'],
        extract_name="'ledger_accounts'",
        line_id='account_code',
        column_name="'treatment'",
        cell_value="'out_of_scope'"
    ) }}
from outside
