{#- An amount as people read it in a sentence: whole numbers without decimals, others with three; a comma for Dutch.
    Usage: {{ amount_text('recomputed_value') }}, {{ amount_text('recomputed_value', decimal_sign=',') }} -> text -#}
{% macro amount_text(amount, decimal_sign='.') -%}
    case
        when cast({{ amount }} as decimal(19, 3)) = cast({{ amount }} as decimal(19, 0))
            then cast(cast({{ amount }} as decimal(19, 0)) as {{ dbt.type_string() }})
        else replace(cast(cast({{ amount }} as decimal(19, 3)) as {{ dbt.type_string() }}), '.', '{{ decimal_sign }}')
    end
{%- endmacro %}
