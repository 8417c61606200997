{#- kg of one row: quantity times factor, cast once.
    Usage: {{ to_kg('quantity', 'wtw_factor_value') }} -> decimal(18,6) -#}
{% macro to_kg(quantity, factor) -%}
    cast(cast({{ quantity }} as decimal(19, 6)) * cast({{ factor }} as decimal(18, 9)) as decimal(18, 6))
{%- endmacro %}

{#- Tonnes of a sum of kg. Usage: {{ to_tonnes('sum(kg_co2e)') }} -> decimal(30,9) -#}
{% macro to_tonnes(sum_of_kg) -%}
    cast(cast({{ sum_of_kg }} as decimal(27, 6)) * cast(0.001 as decimal(4, 3)) as decimal(30, 9))
{%- endmacro %}
