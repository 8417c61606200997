{#- Fails on every combination of the dimensions' values that stands in no row of the model, or in more than one.
    A dimension is a column with its values: those of a column of the same name in `of`, or a list in `values`.
    Usage: data_tests:
             - one_row_per_combination:
                 arguments:
                   dimensions: [{column: frame, of: ref('frames')}, {column: component, values: [direct, upstream]}] -#}
{% test one_row_per_combination(model, dimensions) %}
{%- set keys, sources, matches = [], [], [] -%}
{%- for dimension in dimensions -%}
    {%- set key = dimension.column ~ '_values.' ~ dimension.column -%}
    {%- if dimension.of -%}
        {%- set rows = 'select distinct ' ~ dimension.column ~ ' from ' ~ dimension.of -%}
    {%- else -%}
        {%- set rows = "select '" ~ dimension['values'] | join("' as " ~ dimension.column ~ " union all select '") ~ "' as " ~ dimension.column -%}
    {%- endif -%}
    {%- do keys.append(key) -%}
    {%- do sources.append('(' ~ rows ~ ') as ' ~ dimension.column ~ '_values') -%}
    {%- do matches.append('model_rows.' ~ dimension.column ~ ' = ' ~ key) -%}
{%- endfor %}
select
    {{ keys | join(', ') }},
    count(model_rows.{{ dimensions[0].column }}) as row_count
from {{ sources | join(' cross join ') }}
left join {{ model }} as model_rows
    on {{ matches | join(' and ') }}
group by {{ keys | join(', ') }}
having count(model_rows.{{ dimensions[0].column }}) <> 1
{% endtest %}
