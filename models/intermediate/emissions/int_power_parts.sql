with

counted as (
    select * from {{ ref('fct_activities') }}
    where claim_status = 'counted'
),

{{ power_parts('counted') }}

select * from joined
