{#- A delivered file as text: the columns of its contract, empty cells as null, and null for a column
    that was not delivered, so that a missing column spoils its own lines only.
    Reads the seed, or what was landed of it (extract_relation).
    Usage: {{ extract('fuel_transactions') }} -> a select statement -#}
{% macro extract(seed_name) -%}
    {%- set relation = extract_relation(seed_name) -%}
    {%- set delivered = [] -%}
    {%- if execute -%}
        {%- for column in adapter.get_columns_in_relation(relation) -%}
            {%- do delivered.append(column.name | lower) -%}
        {%- endfor -%}
    {%- endif -%}
    select
    {%- for column in contract_columns(seed_name) %}
        {%- if column.name in delivered %}
        nullif(trim(cast({{ adapter.quote(column.name) }} as {{ dbt.type_string() }})), '') as {{ column.name }}
        {%- else %}
        cast(null as {{ dbt.type_string() }}) as {{ column.name }}
        {%- endif -%}
        {{ ',' if not loop.last }}
    {%- else %}
        *
    {%- endfor %}
    from {{ relation }}
{%- endmacro %}
