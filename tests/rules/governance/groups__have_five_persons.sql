with

privacy_levels as (
    select * from {{ ref('int_privacy_levels') }}
    where is_under_five
)

select
    {{ finding(
        key=['activity_category', 'reporting_year'],
        message=say(['activity_category', "' in '", 'reporting_year', "': fewer than five persons are behind it, also when the whole company and year are taken together'"]),
        given=['reporting_year']
    ) }}
from privacy_levels
