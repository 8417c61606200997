with

power_parts as (
    select * from {{ ref('int_power_parts') }}
    where
        contract_product = 'label'
        and label_value is null
        and emission_quantity <> 0
),

company_years as (
    select * from {{ ref('int_company_years') }}
),

without_label as (
    select
        power_parts.contract_supplier_id,
        power_parts.location_id,
        power_parts.activity_type,
        power_parts.reporting_year,
        min(power_parts.entity_id) as entity_id
    from power_parts
    inner join company_years
        on power_parts.reporting_year = company_years.reporting_year
    group by
        power_parts.contract_supplier_id,
        power_parts.location_id,
        power_parts.activity_type,
        power_parts.reporting_year
)

select
    {{ finding(
        key=['contract_supplier_id', 'location_id', 'activity_type', 'reporting_year'],
        message=say(["'no label of supplier '", 'contract_supplier_id', "' for '", 'reporting_year', "': '", 'activity_type', "' at '", 'location_id', "' carries no CO2'"]),
        given=['entity_id', 'location_id', 'activity_type', 'reporting_year']
    ) }}
from without_label
