with

checks as (
    select * from {{ ref('stg_manual_checks') }}
    where rule_id = 'GOV-05'
),

latest as (
    select
        max(checked_on) as checked_on,
        max(case when {{ adapter.quote('result') }} = 'pass' then checked_on end) as passed_on
    from checks
    where checked_on <= {{ as_of_date() }}
)

select
    {{ finding(
        key=["'manual_check'"],
        message=say(["'last check: '", 'checked_on', "'; last check with the result pass: '", 'passed_on']),
        extract_name="'manual_checks'"
    ) }}
from latest
where
    passed_on is null
    or passed_on < checked_on
    or passed_on < cast({{ dbt.dateadd('month', -12, as_of_date()) }} as date)
