{#- Independent relative errors combined: the root of the sum of squares. Uncertainties are the only amounts that
    are doubles; round them before they are kept. Usage: {{ quadrature('first_pct', 'second_pct') }} -> double >= 0 -#}
{% macro quadrature(first, second) -%}
    sqrt(
        cast({{ first }} as {{ double_type() }}) * cast({{ first }} as {{ dbt.type_float() }})
        + cast({{ second }} as {{ double_type() }}) * cast({{ second }} as {{ dbt.type_float() }})
    )
{%- endmacro %}
