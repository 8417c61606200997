{#- Roundings to the last printed digit by whole-number division, because not every engine rounds a decimal to a number of
    decimals that stands in a column. `printed_step` is the value of one unit of the last printed digit: 0.1, 1, 100.
    Values up to 15 digits before the point and 9 after it.
    Usage: {{ round_to_step('recomputed_value', 'printed_step') }} -> decimal(27,9), half away from zero
           {{ cut_to_step('recomputed_value', 'printed_step') }} -> decimal(27,9), digits cut off
           {{ printed_step('printed_decimals') }} -> decimal(19,9), null for other than -6..6 decimals -#}
{% macro printed_step(decimals) -%}
    case {{ decimals }}
    {%- for exponent in range(-6, 7) %}
        when {{ exponent }} then cast({{ '0.' ~ '0' * (exponent - 1) ~ '1' if exponent > 0 else '1' ~ '0' * (-exponent) }} as decimal(19, 9))
    {%- endfor %}
    end
{%- endmacro %}

{% macro nano(amount) -%}
    {{ whole_number('cast(' ~ amount ~ ' as decimal(27, 9)) * 1000000000') }}
{%- endmacro %}

{% macro round_to_step(amount, step) -%}
    cast(
        cast({{ integer_divide(
            nano('abs(' ~ amount ~ ')') ~ ' * 2 + ' ~ nano(step),
            nano(step) ~ ' * 2'
        ) }} as decimal(18, 0))
        * {{ step }}
        * case when {{ amount }} < 0 then -1 else 1 end
        as decimal(27, 9)
    )
{%- endmacro %}

{% macro cut_to_step(amount, step) -%}
    cast(
        cast({{ integer_divide(nano('abs(' ~ amount ~ ')'), nano(step)) }} as decimal(18, 0))
        * {{ step }}
        * case when {{ amount }} < 0 then -1 else 1 end
        as decimal(27, 9)
    )
{%- endmacro %}

{#- Relative change in percent between two intensities: ((end / end_by) / (base / base_by) - 1) x 100, by whole-number
    division: the ratio of the values and that of the denominators to 12 decimals each, their product to 6.
    Values of up to 9 decimals, denominators of up to 6. Null where a denominator or the base is null or not above zero,
    the end is below zero, or a ratio is above a million, which no change of a year is. -> decimal(27, 9)
    Usage: {{ relative_change('end_value', 'end_denominator', 'base_value', 'base_denominator') }} -#}
{% macro relative_change(end_value, end_by, base_value, base_by) -%}
    {%- set value_ratio = integer_divide(nano(end_value) ~ ' * 1000000000000', nano(base_value)) -%}
    {%- set denominator_ratio = integer_divide(nano(base_by) ~ ' * 1000000000000', nano(end_by)) -%}
    case
        when
            {{ base_value }} > 0
            and {{ base_by }} > 0
            and {{ end_by }} > 0
            and {{ end_value }} between 0 and {{ base_value }} * 1000000
            and {{ base_by }} <= {{ end_by }} * 1000000
            then cast(
                cast({{ integer_divide(
                    whole_number(value_ratio) ~ ' * ' ~ whole_number(denominator_ratio) ~ ' + ' ~ whole_number('5000000000000000'),
                    whole_number('10000000000000000')
                ) }} as decimal(22, 0))
                * cast(0.000001 as decimal(7, 6))
                - 100
                as decimal(27, 9)
            )
    end
{%- endmacro %}
