with

candidates as (
    select * from {{ ref('int_purchase_candidates') }}
),

missed as (
    select
        line_id,
        min(source_file) as source_file,
        min(source_row) as source_row,
        min(entity_id) as entity_id,
        min(activity_type) as activity_type,
        min(reporting_year) as reporting_year,
        min(product) as product,
        min(amount_eur) as amount_eur,
        min(method) as method,
        min(factor_line_id) as factor_line_id,
        min(case when is_in_force then 'its boundary is unknown' else 'it does not hold on the day' end) as reason
    from candidates
    where
        is_missed
        and (not is_in_force or boundary is null)
    group by line_id
)

select
    {{ finding(
        key=['line_id'],
        message=say([
            "'purchases_physical, line '", 'line_id', "' ('", 'product', "', '", short('amount_eur', 2), "' euro) cannot take factor '", 'factor_line_id',
            "': '", 'reason', "'; taken was '", "coalesce(method, 'its spend')"
        ]),
        given=['entity_id', 'activity_type', 'reporting_year', 'line_id', 'source_file', 'source_row'],
        extract_name="'purchases_physical'"
    ) }}
from missed
