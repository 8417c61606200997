with

candidates as (
    select * from {{ ref('int_purchase_candidates') }}
),

unfit as (
    select
        line_id,
        min(source_file) as source_file,
        min(source_row) as source_row,
        min(entity_id) as entity_id,
        min(activity_type) as activity_type,
        min(reporting_year) as reporting_year,
        min(product) as product,
        min(unit) as unit,
        min(quantity) as quantity,
        min(amount_eur) as amount_eur,
        min(method) as method,
        min(factor_unit) as factor_unit
    from candidates
    where
        is_missed
        and is_in_force
        and boundary is not null
        and not coalesce(fits_unit, false)
    group by line_id
)

select
    {{ finding(
        key=['line_id'],
        message=say([
            "'purchases_physical, line '", 'line_id', "': '", short('quantity', 2), "' '", 'unit', "' of '", 'product', "' ('", short('amount_eur', 2),
            "' euro) does not convert to '", 'factor_unit', "'; taken was '", "coalesce(method, 'its spend')"
        ]),
        given=['entity_id', 'activity_type', 'reporting_year', 'line_id', 'source_file', 'source_row'],
        extract_name="'purchases_physical'",
        column_name="'unit'",
        cell_value='unit'
    ) }}
from unfit
