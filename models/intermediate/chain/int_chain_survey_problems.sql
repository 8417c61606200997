with

lines as (
    select * from {{ ref('int_chain_lines') }}
    where problem is not null
),

factors as (
    select * from {{ ref('int_chain_factors') }}
),

-- What the line itself would bring, before any extrapolation; unknown where it has no kilometres or no factor.
problems as (
    select
        lines.extract_name,
        lines.line_id,
        lines.occurrence,
        lines.delivery_id,
        lines.source_file,
        lines.source_row,
        lines.supplier_id,
        lines.reporting_year,
        lines.mode,
        lines.activity_type,
        lines.km,
        {{ to_kg('abs(lines.km)', 'factors.factor_value') }} as kg_at_stake,
        lines.problem
    from lines
    left join factors
        on lines.reporting_year = factors.reporting_year
        and lines.activity_type = factors.activity_type
)

select * from problems
