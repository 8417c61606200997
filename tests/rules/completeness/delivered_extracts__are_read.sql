{#- Read from the graph: an extract is used when a model other than its own staging and the quality models has it upstream. -#}
{%- set used = [] -%}
{%- if execute -%}
    {%- for node in graph.nodes.values() if node.resource_type == 'model' and 'quality' not in node.fqn -%}
        {%- for parent in node.depends_on.nodes if parent.startswith('model.' ~ project_name ~ '.stg_') -%}
            {%- do used.append(parent.split('.')[2] | replace('stg_', '', 1)) -%}
        {%- endfor -%}
    {%- endfor -%}
{%- endif -%}

with

files as (
    select * from {{ ref('int_delivered_files') }}
    where
        file_group = 'extracts'
        and line_count > 0
        -- What says something about other files, and is judged by rules only.
        and file_name not in ('deliveries', 'projects')
        and file_name not in ({{ literals(used + ['']) }})
)

select
    {{ finding(
        key=['file_name'],
        message=say(['file_name', "': '", 'line_count', "' lines were delivered that no model reads yet'"]),
        extract_name='file_name',
        source_file=say(["'extracts/'", 'file_name', "'.csv'"])
    ) }}
from files
