with

data_plan as (
    select * from {{ ref('stg_data_plan') }}
)

select
    {{ finding(
        key=['emission_category', 'quantity'],
        message=say(["'data flow '", 'emission_category', "' has source '", 'source', "', owner '", 'owner_role', "' and due '", 'due']),
        extract_name="'data_plan'",
        line_id='emission_category'
    ) }}
from data_plan
where
    source is null
    or owner_role is null
    or due is null
