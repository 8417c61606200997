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

lines as (
    select
        claims.line_id,
        claims.occurrence,
        claims.month_start,
        claims.reporting_year,
        claims.source_document,
        coalesce(claims.supplier_id, '') as supplier_key,
        claims.month_quantity,
        coalesce(ledger.ghg_category = 5, false) as is_waste,
        ledger.is_subcontractor
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

axis as (
    select
        signed.*,
        sum(line_amount) over (
            partition by source_document, supplier_key, line_sign
            order by line_id
            rows between unbounded preceding and current row
        ) as document_end,
        sum(case when is_waste then line_amount else 0 end) over (
            partition by source_document, supplier_key, line_sign
            order by line_id
            rows between unbounded preceding and current row
        ) as waste_end
    from signed
),

overlapped as (
    select
        line_id,
        occurrence,
        line_sign,
        line_amount,
        {{ overlap('document_end - line_amount', 'document_end', '0', 'purchases_eur') }}
        + case
            when is_waste then {{ overlap('waste_end - line_amount', 'waste_end', '0', 'waste_eur') }}
            else 0
        end as told_amount
    from axis
),

physical as (
    select
        line_id,
        occurrence,
        cast(case when told_amount > line_amount then line_amount else told_amount end * line_sign as decimal(19, 6)) as physical_quantity
    from overlapped
),

-- The travel part of hired services leaves the spend only in a year in which a judgement lets the chain analysis replace it.
parts as (
    select
        'ledger_entries' as extract_name,
        lines.line_id,
        lines.occurrence,
        lines.month_start,
        coalesce(physical.physical_quantity, cast(0 as decimal(19, 6))) as physical_quantity,
        cast(coalesce(
            case
                when lines.is_subcontractor and chain_weights.reporting_year is not null
                    then
                        {{ from_micro(integer_divide(
                            micro('abs(lines.month_quantity - coalesce(physical.physical_quantity, 0))')
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
    left join chain_boundaries
        on lines.reporting_year = chain_boundaries.reporting_year
    left join chain_weights
        on lines.reporting_year = chain_weights.reporting_year
)

select * from parts
