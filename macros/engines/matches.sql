{#- True where the whole text matches the regular expression.
    Usage: {{ matches('quantity', '-?[0-9]+') }} -#}
{% macro matches(column, pattern) -%}
    {{ return(adapter.dispatch('matches', 'trede')(column, pattern)) }}
{%- endmacro %}

{% macro default__matches(column, pattern) -%}
    {{ exceptions.raise_compiler_error("matches: no regular expression syntax is known for " ~ target.type) }}
{%- endmacro %}

{% macro duckdb__matches(column, pattern) -%}
    regexp_full_match({{ column }}, '{{ pattern }}')
{%- endmacro %}

{% macro postgres__matches(column, pattern) -%}
    ({{ column }} ~ '^({{ pattern }})$')
{%- endmacro %}

{% macro spark__matches(column, pattern) -%}
    ({{ column }} rlike '^({{ pattern }})$')
{%- endmacro %}
