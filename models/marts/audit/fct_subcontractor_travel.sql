{%- set per_mode = ['invoices.reporting_year', 'chain_modes.activity_type'] -%}
with

invoices as (
    select * from {{ ref('int_subcontractor_invoices') }}
    where is_in_population
),

chain_years as (
    select * from {{ ref('int_chain_years') }}
    where subcontractors_surveyed > 0
),

chain_modes as (
    select * from {{ ref('int_chain_modes') }}
),

surveyed_travel as (
    select * from {{ ref('int_chain_surveyed_travel') }}
),

surveyed_suppliers as (
    select distinct
        supplier_id,
        reporting_year
    from surveyed_travel
),

-- What is left after the survey, handed out to those who were not asked in proportion to their invoiced value.
allocated as (
    select
        invoices.supplier_id,
        invoices.reporting_year,
        chain_modes.mode,
        chain_modes.activity_type,
        {{ allocate('chain_modes.extrapolated_km', 'invoices.invoiced_eur', per_mode, ['invoices.supplier_id']) }} as km,
        {{ allocate('chain_modes.extrapolated_kg_co2e', 'invoices.invoiced_eur', per_mode, ['invoices.supplier_id']) }} as kg_co2e
    from invoices
    inner join chain_modes
        on invoices.reporting_year = chain_modes.reporting_year
    left join surveyed_suppliers
        on invoices.supplier_id = surveyed_suppliers.supplier_id
        and invoices.reporting_year = surveyed_suppliers.reporting_year
    where surveyed_suppliers.supplier_id is null
),

travelled as (
    select
        supplier_id,
        reporting_year,
        mode,
        activity_type,
        true as is_surveyed,
        quantity_basis,
        line_count,
        km,
        kg_co2e
    from surveyed_travel
    union all
    select
        supplier_id,
        reporting_year,
        mode,
        activity_type,
        false as is_surveyed,
        'estimated' as quantity_basis,
        0 as line_count,
        km,
        kg_co2e
    from allocated
),

joined as (
    select
        travelled.supplier_id,
        travelled.reporting_year as {{ adapter.quote('year') }},
        travelled.mode,
        travelled.activity_type,
        travelled.is_surveyed,
        travelled.quantity_basis,
        travelled.line_count,
        invoices.invoiced_eur,
        chain_years.extrapolation_factor,
        chain_modes.factor_edition_id,
        chain_modes.factor_id,
        chain_modes.factor_value,
        chain_modes.factor_status,
        travelled.km,
        cast(travelled.kg_co2e as decimal(18, 6)) as kg_co2e
    from travelled
    inner join invoices
        on travelled.supplier_id = invoices.supplier_id
        and travelled.reporting_year = invoices.reporting_year
    inner join chain_years
        on travelled.reporting_year = chain_years.reporting_year
    inner join chain_modes
        on travelled.reporting_year = chain_modes.reporting_year
        and travelled.activity_type = chain_modes.activity_type
)

select * from joined
