with

fuelled_months as (
    select * from {{ ref('int_wpm_fuelled_months') }}
),

company_years as (
    select * from {{ ref('int_company_years') }}
),

missing as (
    select
        fuelled_months.vehicle_id,
        fuelled_months.reporting_year,
        min(fuelled_months.entity_id) as entity_id,
        min(fuelled_months.month) as first_month,
        count(*) as months_without_distance
    from fuelled_months
    inner join company_years
        on fuelled_months.reporting_year = company_years.reporting_year
    where not fuelled_months.has_distance
    group by
        fuelled_months.vehicle_id,
        fuelled_months.reporting_year
)

select
    {{ finding(
        key=['vehicle_id', 'reporting_year'],
        message=say([
            "'vehicle '", 'vehicle_id', "': fuelled or charged in '", 'months_without_distance', "' months of '", 'reporting_year',
            "' without a distance, first in '", 'first_month'
        ]),
        given=['vehicle_id', 'reporting_year', 'entity_id']
    ) }}
from missing
