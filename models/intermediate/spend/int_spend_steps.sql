with

counted as (
    select * from {{ ref('fct_activities') }}
    where
        extract_name = 'ledger_entries'
        and claim_status = 'counted'
),

{{ spend_steps('counted') }}

select * from steps
