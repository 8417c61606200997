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

{#- Relative change in percent between two intensities: ((end / end_by) / (base / base_by) - 1) x 100.
    The intensities are rounded to 9 decimals on the way (amounts x 1,000,000, so that little per large still has digits).
    Null where a denominator or the base is null or not above zero. -> decimal(27, 9)
    Usage: {{ relative_change('end_value', 'end_denominator', 'base_value', 'base_denominator') }} -#}
{% macro relative_change(end_value, end_by, base_value, base_by) -%}
    {%- set end_intensity = ratio('(cast(' ~ end_value ~ ' as decimal(27, 9)) * 1000000)', end_by, 9) -%}
    {%- set base_intensity = ratio('(cast(' ~ base_value ~ ' as decimal(27, 9)) * 1000000)', base_by, 9) -%}
    cast({{ ratio('(' ~ end_intensity ~ ') * 100', '(' ~ base_intensity ~ ')', 6) }} - 100 as decimal(27, 9))
{%- endmacro %}
