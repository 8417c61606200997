with

employer_years as (
    select * from {{ ref('int_wpm_employer_years') }}
),

blocks as (
    select * from {{ ref('stg_wpm_blocks') }}
),

categories as (
    select * from {{ ref('stg_wpm_categories') }}
),

cells as (
    select * from {{ ref('int_wpm_cells') }}
),

cell_emissions as (
    select * from {{ ref('int_wpm_cell_emissions') }}
    where kentallen_of = 'own'
),

-- Every cell of the form, with travel or without.
sheet as (
    select
        employer_years.kvk_number,
        employer_years.reporting_year,
        employer_years.jaargang,
        employer_years.is_chosen_jaargang,
        employer_years.jaargang_status,
        employer_years.average_occupancy_car,
        employer_years.rkm_per_eur,
        employer_years.gas_basis,
        blocks.block,
        blocks.block_order,
        blocks.purpose,
        blocks.label_nl as block_label_nl,
        blocks.label_en as block_label_en,
        categories.category,
        categories.category_order,
        categories.is_on_form,
        categories.mode_group,
        categories.label_nl as category_label_nl,
        categories.label_en as category_label_en,
        case when blocks.purpose = 'business' then categories.business_entry_unit else categories.entry_unit end as entry_unit
    from employer_years
    cross join blocks
    cross join categories
),

-- Rounded once, half up, at the end of the cell. Traveller-kilometres of cars are divided by the occupancy of the
-- jaargang: without a jaargang such a cell has no value.
valued as (
    select
        sheet.kvk_number,
        sheet.reporting_year,
        sheet.block,
        sheet.block_order,
        sheet.block_label_nl,
        sheet.block_label_en,
        sheet.purpose,
        sheet.category,
        sheet.category_order,
        sheet.category_label_nl,
        sheet.category_label_en,
        sheet.is_on_form,
        sheet.entry_unit,
        case
            when cells.kvk_number is null then cast(0 as decimal(19, 0))
            when sheet.entry_unit = 'eur' then cast({{ ratio('cells.amount_eur', '1', 0) }} as decimal(19, 0))
            when sheet.mode_group = 'car' and cells.traveller_km <> 0
                then cast(
                    {{ ratio('cells.vehicle_km * sheet.average_occupancy_car + cells.traveller_km', 'sheet.average_occupancy_car', 0) }}
                    as decimal(19, 0)
                )
            else cast({{ ratio('cells.vehicle_km + cells.traveller_km', '1', 0) }} as decimal(19, 0))
        end as {{ adapter.quote('value') }},
        coalesce(cells.line_count, 0) as line_count,
        {{ percentage('cells.surveyed_km', 'cells.told_km') }} as surveyed_share_pct,
        {{ percentage('cells.estimated_km', 'cells.told_km') }} as estimated_share_pct,
        case when sheet.entry_unit = 'eur' then coalesce(cells.traveller_km, 0) else 0 end as km_without_amount,
        sheet.jaargang,
        sheet.is_chosen_jaargang,
        sheet.jaargang_status,
        sheet.average_occupancy_car,
        sheet.rkm_per_eur,
        sheet.gas_basis,
        cell_emissions.rkm,
        cell_emissions.g_per_rkm,
        cell_emissions.kg_co2,
        cell_emissions.no_co2_reason
    from sheet
    left join cells
        on sheet.kvk_number = cells.kvk_number
        and sheet.reporting_year = cells.reporting_year
        and sheet.block = cells.block
        and sheet.category = cells.category
    left join cell_emissions
        on sheet.kvk_number = cell_emissions.kvk_number
        and sheet.reporting_year = cell_emissions.reporting_year
        and sheet.block = cell_emissions.block
        and sheet.category = cell_emissions.category
),

typed as (
    select
        kvk_number,
        reporting_year,
        block,
        block_order,
        block_label_nl,
        block_label_en,
        purpose,
        category,
        category_order,
        category_label_nl,
        category_label_en,
        is_on_form,
        entry_unit,
        {{ adapter.quote('value') }},
        cast(line_count as integer) as line_count,
        surveyed_share_pct,
        estimated_share_pct,
        cast(km_without_amount as decimal(19, 6)) as km_without_amount,
        jaargang,
        is_chosen_jaargang,
        jaargang_status,
        average_occupancy_car,
        rkm_per_eur,
        gas_basis,
        rkm,
        g_per_rkm,
        kg_co2,
        no_co2_reason
    from valued
)

select * from typed
