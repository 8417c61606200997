{#- Strict readings of a text cell: the typed value, or null where the cell cannot be read.
    A cell that cannot be read is a finding (int_unreadable_cells); nothing is guessed.
    Up to nine digits before the point: more than a billion kWh, euro or km in one line is a unit error,
    and the bound keeps every product inside decimal(38). -#}
{% macro read_decimal(column, precision, scale) -%}
    case
        when {{ matches(column, '-?[0-9]{1,9}([.][0-9]{1,20})?') }}
            then cast({{ column }} as decimal({{ precision }}, {{ scale }}))
    end
{%- endmacro %}

{% macro read_number(column) -%}
    {{ read_decimal(column, 19, 6) }}
{%- endmacro %}

{% macro read_integer(column) -%}
    case when {{ matches(column, '-?[0-9]{1,9}') }} then cast({{ column }} as integer) end
{%- endmacro %}

{% macro read_boolean(column) -%}
    case lower({{ column }}) when 'true' then true when 'false' then false end
{%- endmacro %}

{% macro read_code(column, values) -%}
    case
        when lower({{ column }}) in ({% for value in values %}'{{ value }}'{% if not loop.last %}, {% endif %}{% endfor %})
            then lower({{ column }})
    end
{%- endmacro %}
