{#- Statistics of the table that was just built, where the engine does not take them itself; nothing elsewhere.
    Usage: +post-hook: "{{ analyze_table() }}" -#}
{% macro analyze_table() -%}
    {%- if target.type == 'postgres' -%}
        analyze {{ this }}
    {%- endif -%}
{%- endmacro %}
