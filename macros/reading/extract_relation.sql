{#- The relation of a delivered file: the seed, or what was landed of an extract (models/landing) when landing is on.
    Usage: {%- set relation = extract_relation('trips') -%} -#}
{% macro extract_relation(file) -%}
    {%- if landing_is_on() and file in contract_files('extracts') -%}
        {{ return(ref('landed_' ~ file)) }}
    {%- endif -%}
    {{ return(ref(file)) }}
{%- endmacro %}
