{#- kg of one row: quantity times factor, rounded once, half away from zero. round() takes off the decimals before the cast has to:
    DuckDB narrows a product of 37 digits by a cast in more than twice the time.
    Usage: {{ to_kg('quantity', 'wtw_factor_value') }} -> decimal(18,6) -#}
{% macro to_kg(quantity, factor) -%}
    cast(round(cast({{ quantity }} as decimal(19, 6)) * cast({{ factor }} as decimal(18, 9)), 6) as decimal(18, 6))
{%- endmacro %}

{#- Tonnes of a sum of kg. Usage: {{ to_tonnes('sum(kg_co2e)') }} -> decimal(30,9) -#}
{% macro to_tonnes(sum_of_kg) -%}
    cast(cast({{ sum_of_kg }} as decimal(27, 6)) * cast(0.001 as decimal(4, 3)) as decimal(30, 9))
{%- endmacro %}
