with

typed as (
    {{ typed_extract('published_rows') }}
),

-- Factors and kilograms in the decimals in which the emissions have them.
measured as (
    select
        reporting_year,
        version,
        entity_id,
        activity_category,
        activity_type,
        component,
        ladder_line,
        ghg_line,
        iso_line,
        method,
        factor_edition_id,
        factor_id,
        {{ read_decimal('factor_value_text', 18, 9) }} as factor_value,
        {{ read_decimal('wtw_factor_value_text', 18, 9) }} as wtw_factor_value,
        unit,
        quantity,
        cast(kg_co2e as decimal(18, 6)) as kg_co2e,
        boundary_days
    from typed
)

select * from measured
