-- An empty shell: on-run-end hooks fill it (macros/rules/fill_rule_results.sql), because the verdict of a test is known only
-- when the run ends. The shell gives the table its columns, its documentation and its contract.
with

shell as (
    select
        cast(null as {{ dbt.type_string() }}) as rule_id,
        cast(null as {{ dbt.type_string() }}) as company,
        cast(null as {{ dbt.type_string() }}) as status,
        cast(null as {{ dbt.type_string() }}) as severity,
        cast(null as integer) as population_count,
        cast(null as integer) as finding_count,
        cast(null as integer) as accepted_count,
        cast(null as {{ dbt.type_string() }}) as run_id
)

select * from shell
where 1 = 0
