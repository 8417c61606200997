{#- A number in scientific notation below one ('9.71112e-05') as plain decimal text ('0.0000971112'); other text as it is.
    Text, not a double, so that every engine reads the same decimal; digits beyond the 20th decimal are cut,
    which is as far as read_decimal reads.
    Usage: {{ read_decimal(plain_decimal('kg_co2e_per_gbp'), 18, 9) }} in two steps, text first -#}
{% macro plain_decimal(column) -%}
    case
        when {{ matches(column, '[0-9]([.][0-9]+)?e-[0-9]{2}') }}
            then substr(
                '0.'
                || repeat('0', cast({{ dbt.split_part(column, "'e-'", 2) }} as integer) - 1)
                || replace({{ dbt.split_part(column, "'e-'", 1) }}, '.', ''),
                1, 22
            )
        else {{ column }}
    end
{%- endmacro %}
