with

claims as (
    select
        source_document,
        supplier_key,
        purchases_eur + waste_eur as claimed_eur
    from {{ ref('int_document_claims') }}
),

booked as (
    select
        source_document,
        coalesce(supplier_id, '') as supplier_key,
        min(entity_id) as entity_id,
        min(reporting_year) as reporting_year,
        cast(sum(amount_eur) as decimal(19, 6)) as spend_eur
    from {{ ref('int_ledger_amounts') }}
    where
        occurrence = 1
        and treatment = 'spend'
        and unreadable_reason is null
        and amount_eur > 0
    group by
        source_document,
        coalesce(supplier_id, '')
),

excessive as (
    select
        claims.source_document,
        claims.supplier_key,
        claims.claimed_eur,
        booked.spend_eur,
        booked.entity_id,
        booked.reporting_year
    from claims
    inner join booked
        on claims.source_document = booked.source_document
        and claims.supplier_key = booked.supplier_key
    where claims.claimed_eur > booked.spend_eur
)

select
    {{ finding(
        key=['source_document', 'supplier_key'],
        message=say([
            "'document '", 'source_document', "' of '", 'supplier_key', "': purchases tell '", short('claimed_eur', 2), "' euro, the ledger has '",
            short('spend_eur', 2), "' euro of spend'"
        ]),
        given=['entity_id', 'reporting_year'],
        extract_name="'purchases_physical'",
        column_name="'amount_eur'",
        cell_value='claimed_eur'
    ) }}
from excessive
