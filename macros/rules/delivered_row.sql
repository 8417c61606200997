{#- The keys of a row of any file of the contract, as a finding names them: file_name, line_id, source_file, source_row,
    entity_id, location_id and vehicle_id, null where the file has no such column. A row of an extract is its line; a row of
    a mapping or judgement is named by its first two cells and its own file.
    Usage: select {{ delivered_row('extracts', 'trips') }} from ({{ extract('trips') }}) as cells -#}
{% macro delivered_row(group, file) -%}
    {%- set names = contract_columns(file) | map(attribute='name') | list -%}
    '{{ file }}' as file_name,
    {%- if group == 'extracts' %}
    coalesce(line_id, 'row ' || source_row, 'no line_id') as line_id,
    source_file,
    source_row,
    {%- else %}
    {{ say(names[:2], "'|'", "''") if names else 'null' }} as line_id,
    '{{ group }}/{{ file }}.csv' as source_file,
    cast(null as {{ dbt.type_string() }}) as source_row,
    {%- endif %}
    {%- for key in ['entity_id', 'location_id', 'vehicle_id'] %}
    {{ key if key in names else 'cast(null as ' ~ dbt.type_string() ~ ')' }} as {{ key }}
    {{- ',' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
