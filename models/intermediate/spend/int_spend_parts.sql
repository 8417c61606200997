with

claims as (
    select * from {{ ref('int_month_claims') }}
    where
        extract_name = 'ledger_entries'
        and month_claim_status = 'counted'
),

ledger as (
    select * from {{ ref('int_ledger_amounts') }}
),

document_claims as (
    select * from {{ ref('int_document_claims') }}
),

chain_boundaries as (
    select * from {{ ref('int_chain_boundaries') }}
),

chain_weights as (
    select * from {{ ref('int_chain_weights') }}
),

invoices as (
    select * from {{ ref('int_subcontractor_invoices') }}
),

lines as (
    select
        claims.line_id,
        claims.occurrence,
        claims.month_start,
        claims.reporting_year,
        claims.source_document,
        claims.credits_line_id,
        coalesce(claims.supplier_id, '') as supplier_key,
        claims.month_quantity,
        coalesce(ledger.ghg_category = 5, false) as is_waste
    from claims
    inner join ledger
        on claims.line_id = ledger.line_id
        and claims.occurrence = ledger.occurrence
),

-- The lines of a document stand one after another on an axis, what is bought and what is taken back each on its own; what
-- physical lines tell is an interval from its start. So the parts are whole, and a return in kilograms is told once too.
signed as (
    select
        lines.line_id,
        lines.occurrence,
        lines.source_document,
        lines.supplier_key,
        lines.is_waste,
        case when lines.month_quantity < 0 then -1 else 1 end as line_sign,
        abs(lines.month_quantity) as line_amount,
        case when lines.month_quantity < 0 then -document_claims.purchases_eur else document_claims.purchases_eur end as purchases_eur,
        case when lines.month_quantity < 0 then -document_claims.waste_eur else document_claims.waste_eur end as waste_eur
    from lines
    inner join document_claims
        on lines.source_document = document_claims.source_document
        and lines.supplier_key = document_claims.supplier_key
    where lines.month_quantity <> 0
),

-- Purchases take the lines that are no waste first; waste takes what they leave of the waste lines.
purchase_axis as (
    select
        signed.*,
        sum(line_amount) over (
            partition by source_document, supplier_key, line_sign
            order by is_waste, line_id
            rows between unbounded preceding and current row
        ) as document_end
    from signed
),

purchases as (
    select
        purchase_axis.*,
        {{ overlap('document_end - line_amount', 'document_end', '0', 'purchases_eur') }} as purchased_amount
    from purchase_axis
),

waste_axis as (
    select
        purchases.*,
        case when is_waste then line_amount - purchased_amount else 0 end as waste_amount,
        sum(case when is_waste then line_amount - purchased_amount else 0 end) over (
            partition by source_document, supplier_key, line_sign
            order by is_waste, line_id
            rows between unbounded preceding and current row
        ) as waste_end
    from purchases
),

physical as (
    select
        line_id,
        occurrence,
        line_amount,
        cast(
            (purchased_amount + {{ overlap('waste_end - waste_amount', 'waste_end', '0', 'waste_eur') }}) * line_sign as decimal(19, 6)
        ) as physical_quantity
    from waste_axis
),

-- A credit note that takes back an invoice of which physical lines tell a part takes back that part of it as well.
credited as (
    select
        lines.line_id,
        lines.occurrence,
        {{ scale_amount('lines.month_quantity', 'abs(physical.physical_quantity)', 'physical.line_amount') }} as physical_quantity
    from lines
    inner join physical
        on lines.credits_line_id = physical.line_id
        and physical.occurrence = 1
    where lines.month_quantity < 0
),

-- The travel part of hired services leaves the spend only in a year in which a judgement lets the chain analysis replace it.
parts as (
    select
        'ledger_entries' as extract_name,
        lines.line_id,
        lines.occurrence,
        lines.month_start,
        coalesce(nullif(physical.physical_quantity, 0), credited.physical_quantity, cast(0 as decimal(19, 6))) as physical_quantity,
        cast(coalesce(
            case
                when invoices.is_in_population and chain_weights.reporting_year is not null
                    then
                        {{ from_micro(integer_divide(
                            micro(
                                'abs(lines.month_quantity - coalesce(nullif(physical.physical_quantity, 0), credited.physical_quantity, 0))'
                            )
                            ~ ' * ' ~ micro('chain_boundaries.boundary_share_pct'),
                            '100000000'
                        )) }}
                        * case when lines.month_quantity < 0 then -1 else 1 end
            end,
            0
        ) as decimal(19, 6)) as travel_quantity
    from lines
    left join physical
        on lines.line_id = physical.line_id
        and lines.occurrence = physical.occurrence
    left join credited
        on lines.line_id = credited.line_id
        and lines.occurrence = credited.occurrence
    left join invoices
        on lines.supplier_key = invoices.supplier_id
        and lines.reporting_year = invoices.reporting_year
    left join chain_boundaries
        on lines.reporting_year = chain_boundaries.reporting_year
    left join chain_weights
        on lines.reporting_year = chain_weights.reporting_year
)

select * from parts
