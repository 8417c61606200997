{#- Texts and columns joined to one text; an empty column is written as `empty` instead of making the whole text null.
    Usage: {{ say(["'delivered twice: '", 'line_id']) }} -#}
{% macro say(pieces, separator=none, empty="'(empty)'") -%}
    {%- for piece in pieces -%}
        {%- if not loop.first %} || {% if separator is not none %}{{ separator }} || {% endif %}{% endif -%}
        {%- if piece.startswith("'") -%}
            {{ piece }}
        {%- else -%}
            coalesce(cast({{ piece }} as {{ dbt.type_string() }}), {{ empty }})
        {%- endif -%}
    {%- endfor -%}
{%- endmacro %}

{#- A quantity as short text for a message. Usage: {{ say(["'delivered '", short('quantity')]) }} -#}
{% macro short(quantity, decimals=1) -%}
    cast({{ quantity }} as decimal(19, {{ decimals }}))
{%- endmacro %}
