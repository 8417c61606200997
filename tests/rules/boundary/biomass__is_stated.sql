with

-- Fuels that are biological for a part: their CO2 of biological origin is stated apart, beside the total.
emissions as (
    select
        activity_type,
        reporting_year,
        factor_edition_id,
        max(biogenic_factor_value) as biogenic_factor_value
    from {{ ref('fct_emissions') }}
    where activity_type in ('petrol_e10', 'e85', 'diesel_b7', 'hvo100', 'hvo30', 'hvo20', 'bio_cng', 'green_gas')
    group by
        activity_type,
        reporting_year,
        factor_edition_id
)

select
    {{ finding(
        key=['activity_type', 'reporting_year', 'factor_edition_id'],
        message=say(["'no edition says how much CO2 of biological origin '", 'activity_type', "' of '", 'reporting_year', "' gives ('", 'factor_edition_id', "')'"]),
        given=['activity_type', 'reporting_year']
    ) }}
from emissions
where biogenic_factor_value is null
