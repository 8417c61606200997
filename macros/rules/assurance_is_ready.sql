{#- Whether the on-run-end hooks that fill the assurance tables have something to fill: not outside `dbt build` and `dbt test`,
    and not before the tables stand. Each hook gives one statement, or nothing; only the rules that ran are replaced.
    Usage: {% if assurance_is_ready() %} -#}
{% macro assurance_is_ready() -%}
    {{ return(
        execute
        and flags.WHICH in ('build', 'test')
        and built('fct_finding_lines') is not none
        and built('fct_rule_results') is not none
        and built('fct_findings') is not none
        and built('stg_activity_types') is not none
    ) }}
{%- endmacro %}
