with

accepted as (
    select * from {{ ref('stg_accepted_findings') }}
),

dim_rules as (
    select * from {{ ref('dim_rules') }}
)

select
    {{ finding(
        key=['accepted.rule_id', 'accepted.finding_key', 'accepted.expires_on_text'],
        message=say(["'the acceptance of '", 'accepted.rule_id', "' '", 'accepted.finding_key', "' by '", 'accepted.accepted_by', "' until '", 'accepted.expires_on_text', "' is not in force'"]),
        extract_name="'accepted_findings'",
        line_id='accepted.finding_key',
        column_name="'expires_on'",
        cell_value='accepted.expires_on_text'
    ) }}
from accepted
left join dim_rules
    on accepted.rule_id = dim_rules.rule_id
where
    dim_rules.rule_id is null
    or accepted.expires_on is null
    or accepted.expires_on < {{ as_of_date() }}
    or accepted.accepted_by is null
    or accepted.reason is null
