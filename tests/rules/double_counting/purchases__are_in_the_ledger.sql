with

purchases as (
    select
        activities.extract_name,
        activities.line_id,
        activities.source_file,
        activities.source_row,
        activities.source_document,
        activities.supplier_id,
        activities.entity_id,
        activities.activity_type,
        activities.reporting_year,
        activities.amount_eur
    from {{ ref('fct_activities') }} as activities
    where
        activities.extract_name in ('purchases_physical', 'waste_collections')
        and activities.claim_status = 'counted'
),

emissions as (
    select distinct
        extract_name,
        line_id
    from {{ ref('fct_emissions') }}
    where extract_name in ('purchases_physical', 'waste_collections')
),

ledger as (
    select * from {{ ref('int_ledger_amounts') }}
    where
        occurrence = 1
        and treatment = 'spend'
        and unreadable_reason is null
),

-- A year without a ledger has no euros that could count again.
ledger_years as (
    select distinct reporting_year from ledger
),

documents as (
    select distinct
        source_document,
        coalesce(supplier_id, '') as supplier_id
    from ledger
    where source_document is not null
),

unmatched as (
    select distinct purchases.*
    from purchases
    inner join emissions
        on purchases.extract_name = emissions.extract_name
        and purchases.line_id = emissions.line_id
    inner join ledger_years
        on purchases.reporting_year = ledger_years.reporting_year
    left join documents
        on purchases.source_document = documents.source_document
        and coalesce(purchases.supplier_id, documents.supplier_id) = documents.supplier_id
    where documents.source_document is null
)

select
    {{ finding(
        key=['extract_name', 'line_id'],
        message=say([
            'extract_name', "', line '", 'line_id', "' (document '", 'source_document', "', '", short('amount_eur', 2), "' euro) counts by its quantity, and the ledger has no spend of that document'"
        ]),
        given=['entity_id', 'activity_type', 'reporting_year', 'extract_name', 'line_id', 'source_file', 'source_row'],
        column_name="'source_document'",
        cell_value='source_document'
    ) }}
from unmatched
