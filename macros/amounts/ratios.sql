{#- part / whole, rounded half up to `decimals`, by whole-number division: the same digits on every engine.
    Null where the whole is null or not above zero. Part may be negative. Both sides decimals of up to 9 decimals and
    up to 15 digits before the point. -> decimal(28, decimals)
    Usage: {{ ratio('sum(kg_co2e)', 'sum(revenue_eur)', 6) }} -#}
{% macro ratio(part, whole, decimals) -%}
    {%- set shift = '1' ~ '0' * decimals -%}
    {%- set unit = '0.' ~ '0' * (decimals - 1) ~ '1' if decimals > 0 else '1' -%}
    case
        when {{ whole }} > 0
            then cast(
                cast(
                    {{ integer_divide(
                        whole_number('cast(abs(' ~ part ~ ') as decimal(29, 9)) * 1000000') ~ ' * 2 * ' ~ shift ~ ' + ' ~ whole_number('cast(' ~ whole ~ ' as decimal(29, 9)) * 1000000'),
                        whole_number('cast(' ~ whole ~ ' as decimal(29, 9)) * 1000000') ~ ' * 2'
                    ) }}
                    as decimal(20, 0)
                )
                * cast({{ unit }} as decimal({{ decimals + 1 }}, {{ decimals }}))
                * case when {{ part }} < 0 then -1 else 1 end
                as decimal(28, {{ decimals }})
            )
    end
{%- endmacro %}

{#- part as a percentage of whole, one decimal more than people read. -> decimal(28, 2)
    Usage: {{ percentage('sum(kg_unverified)', 'sum(kg_co2e)') }} -#}
{% macro percentage(part, whole) -%}
    {{ ratio('(' ~ part ~ ') * 100', whole, 2) }}
{%- endmacro %}
