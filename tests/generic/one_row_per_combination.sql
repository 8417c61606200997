{#- Fails on every combination of the dimensions' values that stands in no row of the model, or in more than one.
    A dimension is a column with its values: those of a column of the same name in `of`, or a list in `values`.
    Usage: data_tests:
             - one_row_per_combination:
                 arguments:
                   dimensions: [{column: frame, of: ref('frames')}, {column: component, values: [direct, upstream]}] -#}
{% test one_row_per_combination(model, dimensions) %}
select
    {%- for dimension in dimensions %}
    {{ dimension.column }}_values.{{ dimension.column }},
    {%- endfor %}
    count({{ model.identifier }}.{{ dimensions[0].column }}) as row_count
from
    {%- for dimension in dimensions %}
    {{ 'cross join' if not loop.first }} (
        {%- if dimension.of %}
        select distinct {{ dimension.column }} from {{ dimension.of }}
        {%- else %}
        {%- for value in dimension['values'] %}
        select '{{ value }}' as {{ dimension.column }}
        {%- if not loop.last %}
        union all
        {%- endif %}
        {%- endfor %}
        {%- endif %}
    ) as {{ dimension.column }}_values
    {%- endfor %}
left join {{ model }} as {{ model.identifier }}
    on
    {%- for dimension in dimensions %}
    {{ 'and' if not loop.first }} {{ model.identifier }}.{{ dimension.column }} = {{ dimension.column }}_values.{{ dimension.column }}
    {%- endfor %}
group by
    {%- for dimension in dimensions %}
    {{ dimension.column }}_values.{{ dimension.column }}{{ ',' if not loop.last }}
    {%- endfor %}
having count({{ model.identifier }}.{{ dimensions[0].column }}) <> 1
{% endtest %}
