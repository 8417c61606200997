with

claims as (
    select * from {{ ref('int_month_claims') }}
    where
        month_claim_status = 'counted'
        and source_document is not null
),

purchase_factors as (
    select distinct line_id from {{ ref('int_purchase_factors') }}
),

listed_types as (
    select * from {{ ref('int_listed_types') }}
),

ledger as (
    select * from {{ ref('int_ledger_amounts') }}
),

-- Physical lines that have a factor and tell euros.
physical as (
    select
        claims.extract_name,
        claims.source_document,
        claims.supplier_id,
        claims.extract_name = 'waste_collections' as is_waste,
        sum(claims.amount_eur) as claimed_eur
    from claims
    left join purchase_factors
        on claims.extract_name = 'purchases_physical'
        and claims.line_id = purchase_factors.line_id
    left join listed_types
        on claims.activity_type = listed_types.activity_type
        and claims.reporting_year = listed_types.reporting_year
    where
        claims.extract_name in ('purchases_physical', 'waste_collections')
        and claims.amount_eur is not null
        and (purchase_factors.line_id is not null or listed_types.activity_type is not null)
    group by
        claims.extract_name,
        claims.source_document,
        claims.supplier_id
),

-- The ledger's spend lines that can tell the same euros.
spend as (
    select
        claims.source_document,
        claims.supplier_id,
        ledger.ghg_category = 5 as is_waste
    from claims
    inner join ledger
        on claims.line_id = ledger.line_id
        and claims.occurrence = ledger.occurrence
    where
        claims.extract_name = 'ledger_entries'
        and claims.month_quantity <> 0
),

-- A line that names no supplier belongs to the supplier of its document: the first, if there are several.
document_suppliers as (
    select
        source_document,
        min(coalesce(supplier_id, '')) as supplier_key,
        min(case when is_waste then coalesce(supplier_id, '') end) as waste_supplier_key
    from spend
    group by source_document
),

spend_suppliers as (
    select distinct
        source_document,
        coalesce(supplier_id, '') as supplier_key
    from spend
),

-- A ledger line that names no supplier can be of any: it answers where the document has none of the purchase's own.
keyed as (
    select
        physical.*,
        case
            when physical.supplier_id is not null and own.supplier_key is null and nameless.supplier_key is not null then ''
            else coalesce(
                physical.supplier_id,
                case when physical.is_waste then document_suppliers.waste_supplier_key else document_suppliers.supplier_key end
            )
        end as supplier_key
    from physical
    left join document_suppliers
        on physical.source_document = document_suppliers.source_document
    left join spend_suppliers as own
        on physical.source_document = own.source_document
        and physical.supplier_id = own.supplier_key
    left join spend_suppliers as nameless
        on physical.source_document = nameless.source_document
        and nameless.supplier_key = ''
),

claimed as (
    select
        source_document,
        supplier_key,
        sum(case when is_waste then 0 else claimed_eur end) as purchases_eur,
        sum(case when is_waste then claimed_eur else 0 end) as waste_eur
    from keyed
    where supplier_key is not null
    group by
        source_document,
        supplier_key
)

select * from claimed
