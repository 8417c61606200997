{#- Quantities as whole numbers of micro-units, so that shares of them are exact on every engine.
    Usage: {{ micro('quantity') }} -> whole number; {{ from_micro('micro_quantity') }} -> decimal(19,6) -#}
{% macro micro(quantity) -%}
    {{ whole_number('(' ~ quantity ~ ') * 1000000') }}
{%- endmacro %}

{% macro from_micro(micro_quantity) -%}
    cast(cast({{ micro_quantity }} as decimal(21, 0)) * cast(0.000001 as decimal(7, 6)) as decimal(19, 6))
{%- endmacro %}
