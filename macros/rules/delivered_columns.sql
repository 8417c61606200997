{#- The names of the columns that a file was delivered with, lower case. Usage: {% if 'vehicle_id' in delivered_columns('trips') %} -#}
{% macro delivered_columns(file) -%}
    {%- set names = [] -%}
    {%- set relation = extract_relation(file) -%}
    {%- if execute -%}
        {%- for column in adapter.get_columns_in_relation(relation) -%}
            {%- do names.append(column.name | lower) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(names) }}
{%- endmacro %}
