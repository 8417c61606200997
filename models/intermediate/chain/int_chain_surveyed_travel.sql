with

lines as (
    select * from {{ ref('int_chain_lines') }}
    where problem is null
),

factors as (
    select * from {{ ref('int_chain_factors') }}
),

travelled as (
    select
        supplier_id,
        reporting_year,
        mode,
        activity_type,
        cast(count(*) as integer) as line_count,
        case
            when count(distinct coalesce(quantity_basis, 'not_stated')) = 1 then min(coalesce(quantity_basis, 'not_stated'))
            else 'mixed'
        end as quantity_basis,
        cast(sum(km) as decimal(19, 6)) as km,
        cast(sum(case when is_primary then km else 0 end) as decimal(19, 6)) as primary_km
    from lines
    group by
        supplier_id,
        reporting_year,
        mode,
        activity_type
),

with_kg as (
    select
        travelled.*,
        {{ to_kg('travelled.km', 'factors.factor_value') }} as kg_co2e,
        {{ to_kg('travelled.primary_km', 'factors.factor_value') }} as primary_kg_co2e
    from travelled
    inner join factors
        on travelled.reporting_year = factors.reporting_year
        and travelled.activity_type = factors.activity_type
)

select * from with_kg
