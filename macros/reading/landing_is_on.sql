{#- Whether extracts are landed: TREDE_LANDING_DIR or TREDE_LANDING_SCHEMA says where. Usage: {% if landing_is_on() %} -#}
{% macro landing_is_on() -%}
    {{ return(var('landing_dir', '') != '' or var('landing_schema', '') != '') }}
{%- endmacro %}
