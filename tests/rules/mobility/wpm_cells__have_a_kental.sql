with

cell_emissions as (
    select * from {{ ref('int_wpm_cell_emissions') }}
    where
        kentallen_of = 'own'
        and (km <> 0 or amount_eur <> 0)
        and no_co2_reason in ('no_kental', 'no_rkm_per_eur')
),

company_years as (
    select * from {{ ref('int_company_years') }}
)

select
    {{ finding(
        key=['cell_emissions.kvk_number', 'cell_emissions.reporting_year', 'cell_emissions.block', 'cell_emissions.category'],
        message=say([
            "'KVK number '", 'cell_emissions.kvk_number', "', '", 'cell_emissions.reporting_year', "', block '", 'cell_emissions.block',
            "', '", 'cell_emissions.category', "': jaargang '", 'cell_emissions.jaargang',
            "' has no key figure (grams or traveller-kilometres per euro), so the cell has no CO2'"
        ]),
        reporting_year='cell_emissions.reporting_year'
    ) }}
from cell_emissions
inner join company_years
    on cell_emissions.reporting_year = company_years.reporting_year
