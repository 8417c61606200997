{#- The type in which whole numbers are multiplied without overflow (micro-units times days, times micro-units).
    DuckDB multiplies decimal(38,0) only up to 38 digits of type width, so it takes its 128-bit integer. -#}
{% macro whole_number(expression) -%}
    {{ return(adapter.dispatch('whole_number', 'trede')(expression)) }}
{%- endmacro %}

{% macro default__whole_number(expression) -%}
    cast({{ expression }} as decimal(38, 0))
{%- endmacro %}

{% macro duckdb__whole_number(expression) -%}
    cast({{ expression }} as hugeint)
{%- endmacro %}

{% macro postgres__whole_number(expression) -%}
    cast({{ expression }} as numeric)
{%- endmacro %}
