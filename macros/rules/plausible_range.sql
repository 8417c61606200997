{#- One row of plausible_ranges with lowest and highest as numbers, to cross join.
    Usage: with price_range as ( {{ plausible_range('fuel_eur_per_l') }} ) -#}
{% macro plausible_range(range_key) -%}
    select
        {{ read_decimal('lowest', 19, 6) }} as lowest,
        {{ read_decimal('highest', 19, 6) }} as highest,
        unit as range_unit
    from {{ ref('plausible_ranges') }}
    where range_key = '{{ range_key }}'
{%- endmacro %}
