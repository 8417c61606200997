with

acquired as (
    select * from {{ ref('int_acquired_parts') }}
    where extract_name = 'ledger_entries'
),

{{ spend_steps('acquired') }}

select * from steps
