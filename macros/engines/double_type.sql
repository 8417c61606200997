{#- The type of double precision. What dbt calls a float (dbt.type_float) has seven digits in DuckDB.
    Usage: cast({{ amount }} as {{ double_type() }}) -#}
{% macro double_type() -%}
    {{ return(adapter.dispatch('double_type', 'trede')()) }}
{%- endmacro %}

{% macro default__double_type() -%}
    double
{%- endmacro %}

{% macro postgres__double_type() -%}
    double precision
{%- endmacro %}
