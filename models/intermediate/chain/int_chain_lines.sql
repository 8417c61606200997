with

travel as (
    select
        *,
        {{ adapter.quote('year') }} as reporting_year
    from {{ ref('stg_subcontractor_travel') }}
),

suppliers as (
    select
        supplier_id,
        max(case when is_subcontractor then 1 else 0 end) = 1 as is_subcontractor
    from {{ ref('stg_suppliers') }}
    group by supplier_id
),

invoices as (
    select * from {{ ref('int_subcontractor_invoices') }}
    where is_in_population
),

-- A yearly distance below zero is no distance. Taken along it would be multiplied by the extrapolation and lower the
-- figures of those who were never asked, so it is kept out like a line that cannot be read.
judged as (
    select
        travel.extract_name,
        travel.line_id,
        travel.occurrence,
        travel.delivery_id,
        travel.source_file,
        travel.source_row,
        travel.source_document,
        travel.supplier_id,
        travel.reporting_year,
        travel.mode,
        travel.activity_type,
        travel.activity_quantity as km,
        travel.quantity_basis,
        travel.has_own_factor,
        coalesce(travel.quantity_basis <> 'estimated', false) as is_primary,
        invoices.invoiced_eur,
        case
            when travel.occurrence > 1 then 'delivered_twice'
            when travel.reporting_year is null then 'year_unreadable'
            when travel.mode is null then 'mode_unreadable'
            when travel.activity_type is null then 'mode_without_type'
            when travel.distance is null then 'distance_unreadable'
            when travel.unit_multiplier is null then 'unit_unknown'
            when travel.distance < 0 then 'distance_negative'
            when suppliers.supplier_id is null then 'supplier_unknown'
            when not suppliers.is_subcontractor then 'not_a_subcontractor'
            when invoices.supplier_id is null then 'without_invoices'
        end as problem
    from travel
    left join suppliers
        on travel.supplier_id = suppliers.supplier_id
    left join invoices
        on travel.supplier_id = invoices.supplier_id
        and travel.reporting_year = invoices.reporting_year
)

select * from judged
