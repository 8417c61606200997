with

invoices as (
    select * from {{ ref('int_subcontractor_invoices') }}
),

lines as (
    select * from {{ ref('int_chain_lines') }}
),

surveyed as (
    select distinct
        supplier_id,
        reporting_year
    from lines
    where problem is null
),

population as (
    select
        invoices.reporting_year,
        invoices.supplier_id,
        invoices.invoiced_eur,
        invoices.is_in_population,
        surveyed.supplier_id is not null as is_surveyed
    from invoices
    left join surveyed
        on invoices.supplier_id = surveyed.supplier_id
        and invoices.reporting_year = surveyed.reporting_year
),

summed as (
    select
        reporting_year,
        cast(sum(case when is_in_population then 1 else 0 end) as integer) as subcontractors_total,
        cast(sum(case when is_surveyed then 1 else 0 end) as integer) as subcontractors_surveyed,
        cast(sum(case when is_in_population then 0 else 1 end) as integer) as subcontractors_without_value,
        cast(sum(case when is_in_population then invoiced_eur else 0 end) as decimal(19, 6)) as invoiced_eur,
        cast(sum(case when is_surveyed then invoiced_eur else 0 end) as decimal(19, 6)) as surveyed_invoiced_eur,
        cast(sum(case when is_in_population then 0 else invoiced_eur end) as decimal(19, 6)) as without_value_eur
    from population
    group by reporting_year
),

-- Survey lines that say something that cannot be used; one without a readable year may belong to any year.
unusable as (
    select
        summed.reporting_year,
        cast(count(*) as integer) as unusable_line_count
    from summed
    inner join lines
        on summed.reporting_year = lines.reporting_year
        or lines.reporting_year is null
    where
        lines.problem in (
            'year_unreadable',
            'mode_unreadable',
            'mode_without_type',
            'distance_unreadable',
            'unit_unknown',
            'distance_negative',
            'supplier_unknown'
        )
    group by summed.reporting_year
),

chain_years as (
    select
        summed.reporting_year,
        summed.subcontractors_total,
        summed.subcontractors_surveyed,
        summed.subcontractors_total - summed.subcontractors_surveyed as subcontractors_extrapolated,
        summed.subcontractors_without_value,
        summed.invoiced_eur,
        summed.surveyed_invoiced_eur,
        cast(summed.invoiced_eur - summed.surveyed_invoiced_eur as decimal(19, 6)) as extrapolated_invoiced_eur,
        summed.without_value_eur,
        {{ percentage('summed.surveyed_invoiced_eur', 'summed.invoiced_eur') }} as coverage_pct,
        {{ ratio('summed.invoiced_eur', 'summed.surveyed_invoiced_eur', 6) }} as extrapolation_factor,
        coalesce(unusable.unusable_line_count, 0) as unusable_line_count
    from summed
    left join unusable
        on summed.reporting_year = unusable.reporting_year
)

select * from chain_years
