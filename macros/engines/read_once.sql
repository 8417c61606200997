{#- How a model of lines is kept that one other model reads, or whose readers want few of its columns, at the cost of joins
    with small tables: DuckDB runs it inside its reader, so that lines are not written and read once more on their way. Elsewhere it is a table with statistics: without them PostgreSQL joins
    lines by nested loops.
    Usage: config(materialized=read_once()) -#}
{% macro read_once() -%}
    {{- adapter.dispatch('read_once', 'trede')() -}}
{%- endmacro %}

{% macro default__read_once() -%}
    table
{%- endmacro %}

{% macro duckdb__read_once() -%}
    view
{%- endmacro %}
