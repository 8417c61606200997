{#- A text as SQL literal, null where there is none. Usage: {{ literal(rule.remedy) }} -#}
{% macro literal(text) -%}
    {%- if text is none -%}
        cast(null as {{ dbt.type_string() }})
    {%- else -%}
        {{ dbt.string_literal(dbt.escape_single_quotes(text | string | trim)) }}
    {%- endif -%}
{%- endmacro %}

{#- A list of texts as SQL literals. Usage: where rule_id in ({{ literals(ids) }}) -#}
{% macro literals(texts) -%}
    {%- for text in texts -%}
        {{ literal(text) }}{{ ', ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
