{#- Read from the graph: what stands before each model. A company's own choices are read by rules about all files. -#}
{%- set offenders = [] -%}
{%- if execute -%}
    {%- set bridge = ['int_wpm_ladder_rows', 'int_wpm_bridge_cells', 'int_wpm_bridge_steps', 'int_wpm_bridge_persons', 'rpt_wpm_bridge'] -%}
    {%- set choices = ['wpm_choices', 'stg_wpm_choices'] -%}
    {%- set nodes = {} -%}
    {%- for node in graph.nodes.values() if node.resource_type in ('model', 'seed') -%}
        {%- do nodes.update({node.unique_id: node}) -%}
    {%- endfor -%}
    {%- for node in nodes.values() if node.resource_type == 'model' and node.name not in bridge and node.name not in choices -%}
        {%- for parent_id in node.depends_on.nodes if parent_id in nodes -%}
            {%- set parent = nodes[parent_id].name -%}
            {#- one step is enough: the first model on a forbidden way is itself an offender -#}
            {%- if 'wpm' in parent and 'wpm' not in node.name and parent not in choices -%}
                {%- do offenders.append([node.name, parent]) -%}
            {%- elif 'wpm' in node.name and parent in ('fct_emissions', 'int_emission_components', 'int_factors', 'int_factor_values') -%}
                {%- do offenders.append([node.name, parent]) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
{%- endif -%}
with

offenders as (
    {%- for model, parent in offenders | sort %}
    select
        {{ literal(model) }} as model,
        {{ literal(parent) }} as parent
    union all
    {%- endfor %}
    select
        cast(null as {{ dbt.type_string() }}) as model,
        cast(null as {{ dbt.type_string() }}) as parent
)

select
    {{ finding(
        key=['model', 'parent'],
        message=say(["'model '", 'model', "' reads '", 'parent', "': a total would mix factors of the WPM with those of the footprint'"])
    ) }}
from offenders
where model is not null
