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

{#- The names of the columns that a file was delivered with, lower case. Usage: {% if 'vehicle_id' in delivered_columns('trips') %} -#}
{% macro delivered_columns(file) -%}
    {%- set names = [] -%}
    {%- set relation = ref(file) -%}
    {%- if execute -%}
        {%- for column in adapter.get_columns_in_relation(relation) -%}
            {%- do names.append(column.name | lower) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(names) }}
{%- endmacro %}

{#- True where a text cell is filled and cannot be read as its contract says, by the same readings as typed_extract; for a
    date or timestamp, true where it is filled: the calendar has the last word (is_shaped_as_date and a join).
    Usage: where {{ is_doubtful(column) }} over a select of extract(), with a column of contract_columns() -#}
{% macro is_doubtful(column) -%}
    {{ column.name }} is not null
    {%- if column.reads_as == 'number' %}
        and ({{ read_number(column.name) }}) is null
    {%- elif column.reads_as == 'integer' %}
        and ({{ read_integer(column.name) }}) is null
    {%- elif column.reads_as == 'boolean' %}
        and ({{ read_boolean(column.name) }}) is null
    {%- elif column.reads_as == 'code' %}
        and ({{ read_code(column.name, column['values']) }}) is null
    {%- endif -%}
{%- endmacro %}

{#- True where a text has the shape of a date, or of a timestamp; the same pattern as in typed_extract.
    Usage: {{ is_shaped_as_date('cell_value', 'reads_as') }} -#}
{% macro is_shaped_as_date(cell, reads_as) -%}
    (
        ({{ reads_as }} = 'date' and length({{ cell }}) = 10)
        or (
            {{ reads_as }} = 'timestamp'
            and {{ matches(cell, '[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?') }}
        )
    )
{%- endmacro %}
