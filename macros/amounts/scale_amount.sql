{#- amount x numerator / denominator, rounded half up to six decimals by whole numbers: the same digits on every engine.
    Null where one of them is null or the denominator is not above zero. The sign of the amount is kept, so that a credit
    note scales to exactly its invoice. All with up to six decimals. -> decimal(19,6)
    Without a denominator it is a product, which no engine rounds before round() does: 37 digits are within 38.
    Usage: {{ scale_amount('amount_eur', 'index_of_factor', 'index_of_booking') }} -#}
{% macro scale_amount(amount, numerator, denominator=none) -%}
    {%- if denominator is none -%}
    cast(round(cast({{ amount }} as decimal(19, 6)) * cast({{ numerator }} as decimal(18, 6)), 6) as decimal(19, 6))
    {%- else -%}
    case
        when {{ denominator }} > 0
            then cast(
                {{ from_micro(integer_divide(
                    micro('abs(' ~ amount ~ ')') ~ ' * ' ~ micro(numerator) ~ ' * 2 + ' ~ micro(denominator),
                    micro(denominator) ~ ' * 2'
                )) }}
                * case when {{ amount }} < 0 then -1 else 1 end
                as decimal(19, 6)
            )
    end
    {%- endif -%}
{%- endmacro %}
