with

exclusions as (
    select * from {{ ref('stg_exclusions') }}
)

select
    {{ finding(
        key=['source'],
        message=say(["'the exclusion of '", 'source', "' has no estimated size'"]),
        extract_name="'exclusions'",
        line_id='source',
        column_name="'estimated_t_co2e'",
        cell_value='estimated_t_co2e_text'
    ) }}
from exclusions
where estimated_t_co2e is null
