{#- Schemas carry their own names (extracts, staging, marts, ...), without the target's prefix:
    a BI tool and an auditor find the same names on every engine. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ (custom_schema_name or target.schema) | trim }}
{%- endmacro %}
