with

lines as (
    {{ numbered_lines('supplier_factors') }}
),

-- A factor with evidence was read in a document of others; one without was read nowhere.
with_status as (
    select
        lines.*,
        case when evidence_reference is null then 'unverified' else 'secondary' end as factor_status
    from lines
)

select * from with_status
