with

problems as (
    select * from {{ ref('int_chain_survey_problems') }}
    -- Told by the rule on line_ids.
    where problem <> 'delivered_twice'
)

select
    {{ finding(
        key=['line_id', 'occurrence'],
        message=say([
            "'subcontractor_travel, line '", 'line_id', "' (supplier '", 'supplier_id', "', '", short('km', 0), "' km by '", 'mode', "' in '", 'reporting_year',
            "') does not count in the chain: '", 'problem', "'; the line itself is '", short('kg_at_stake', 0), "' kg'"
        ]),
        given=['activity_type', 'reporting_year', 'extract_name', 'line_id', 'source_file', 'source_row'],
        kg_co2e='kg_at_stake'
    ) }}
from problems
