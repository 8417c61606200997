with

checks as (
    select * from {{ ref('stg_manual_checks') }}
),

dim_rules as (
    select * from {{ ref('dim_rules') }}
)

select
    {{ finding(
        key=['checks.rule_id', 'checks.checked_on_text'],
        message=say(["'the check of '", 'checks.rule_id', "' on '", 'checks.checked_on_text', "' with result '", 'checks.result_text', "' answers no rule that is checked by hand'"]),
        extract_name="'manual_checks'",
        line_id='checks.rule_id',
        column_name="'rule_id'",
        cell_value='checks.rule_id'
    ) }}
from checks
left join dim_rules
    on checks.rule_id = dim_rules.rule_id
where
    not coalesce(dim_rules.is_manual, false)
    or checks.checked_on is null
    -- A check that is yet to come proves nothing.
    or checks.checked_on > {{ as_of_date() }}
