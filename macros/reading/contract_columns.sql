{#- The columns of a seed as its contract (the YAML beside the staging models) names them:
    [{name, reads_as, values, is_required}]. Empty while dbt parses, when the graph is not there yet. -#}
{% macro contract_columns(seed_name) -%}
    {%- set columns = [] -%}
    {%- if execute -%}
        {%- set node = graph.nodes.get('seed.' ~ project_name ~ '.' ~ seed_name) -%}
        {%- if node is none or node.columns | length == 0 -%}
            {{ exceptions.raise_compiler_error("contract_columns: no seed '" ~ seed_name ~ "' with columns in its YAML under models/staging/*/contract/") }}
        {%- endif -%}
        {%- for column in node.columns.values() -%}
            {%- set meta = column.config.meta if column.config and column.config.meta else column.meta -%}
            {%- do columns.append({
                'name': column.name,
                'reads_as': meta.get('reads_as', 'text'),
                'values': meta.get('values', []),
                'is_required': meta.get('required', false),
            }) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(columns) }}
{%- endmacro %}
