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
    select
        {{ adapter.quote('year') }} as reporting_year,
        min(boundary_share_pct) as boundary_share_pct
    from {{ ref('stg_chain_boundaries') }}
    where boundary_share_pct between 0 and 100
    group by {{ adapter.quote('year') }}
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

-- The positive lines of a document stand one after another on an axis; what physical lines tell is an interval from its
-- start, so that the parts are whole and never negative.
axis as (
    select
        lines.line_id,
        lines.occurrence,
        lines.month_quantity,
        lines.is_waste,
        document_claims.purchases_eur,
        document_claims.waste_eur,
        sum(lines.month_quantity) over (
            partition by lines.source_document, lines.supplier_key
            order by lines.line_id
            rows between unbounded preceding and current row
        ) as document_end,
        sum(case when lines.is_waste then lines.month_quantity else 0 end) over (
            partition by lines.source_document, lines.supplier_key
            order by lines.line_id
            rows between unbounded preceding and current row
        ) as waste_end
    from lines
    inner join document_claims
        on lines.source_document = document_claims.source_document
        and lines.supplier_key = document_claims.supplier_key
    where lines.month_quantity > 0
),

overlapped as (
    select
        line_id,
        occurrence,
        month_quantity,
        {{ overlap('document_end - month_quantity', 'document_end', '0', 'purchases_eur') }}
        + case
            when is_waste then {{ overlap('waste_end - month_quantity', 'waste_end', '0', 'waste_eur') }}
            else 0
        end as told_quantity
    from axis
),

physical as (
    select
        line_id,
        occurrence,
        cast(case when told_quantity > month_quantity then month_quantity else told_quantity end as decimal(19, 6)) as physical_quantity
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
