{#- The relation of a model or seed of this project if it stands in the database, else none. Usage: {{ built('fct_emissions') }} -#}
{% macro built(name) -%}
    {%- set node = graph.nodes.get('model.' ~ project_name ~ '.' ~ name) or graph.nodes.get('seed.' ~ project_name ~ '.' ~ name) -%}
    {%- if node -%}
        {{ return(adapter.get_relation(database=node.database, schema=node.schema, identifier=node.alias)) }}
    {%- endif -%}
    {{ return(none) }}
{%- endmacro %}
