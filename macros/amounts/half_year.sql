{#- 1 or 2, the half of the calendar year. Usage: {{ half_year('month') }} -#}
{% macro half_year(date_column) -%}
    case when extract(month from {{ date_column }}) <= 6 then 1 else 2 end
{%- endmacro %}
