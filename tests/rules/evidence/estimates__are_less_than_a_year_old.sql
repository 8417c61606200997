with

estimates as (
    select * from {{ ref('stg_estimates') }}
)

select
    {{ finding(
        key=['estimation_method'],
        message=say(["'estimate '", 'estimation_method', "' was decided on '", 'decided_on']),
        given=['location_id'],
        extract_name="'estimates'",
        column_name="'decided_on'",
        cell_value='decided_on'
    ) }}
from estimates
where decided_on < cast({{ dbt.dateadd('month', -12, as_of_date()) }} as date)
