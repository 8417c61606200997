{#- Quantities as whole numbers of micro-units, so that shares of them are exact on every engine.
    Usage: {{ micro('quantity') }} -> whole number; {{ from_micro('micro_quantity') }} -> decimal(19,6) -#}
{% macro micro(quantity) -%}
    {#- Cast first: DuckDB multiplies a decimal(18,6) in 18 digits, which end at a million. #}
    {{- whole_number('cast(' ~ quantity ~ ' as decimal(27, 6)) * 1000000') }}
{%- endmacro %}

{% macro from_micro(micro_quantity) -%}
    cast(cast({{ micro_quantity }} as decimal(21, 0)) * cast(0.000001 as decimal(7, 6)) as decimal(19, 6))
{%- endmacro %}
