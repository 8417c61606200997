with

publishable_rows as (
    select * from {{ ref('int_publishable_rows') }}
),

boundary_years as (
    select
        entity_id,
        reporting_year,
        cast(sum(boundary_days) as integer) as boundary_days
    from {{ ref('int_boundary_months') }}
    group by
        entity_id,
        reporting_year
),

over_months as (
    select
        reporting_year,
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
        factor_value,
        wtw_factor_value,
        unit,
        cast(sum(quantity) as decimal(19, 6)) as quantity,
        cast(sum(kg_co2e) as decimal(18, 6)) as kg_co2e
    from publishable_rows
    group by
        reporting_year,
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
        factor_value,
        wtw_factor_value,
        unit
),

publication_rows as (
    select
        over_months.*,
        boundary_years.boundary_days
    from over_months
    left join boundary_years
        on over_months.entity_id = boundary_years.entity_id
        and over_months.reporting_year = boundary_years.reporting_year
)

select * from publication_rows
