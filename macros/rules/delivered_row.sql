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

{#- True where a text cell is filled and cannot be read as its contract says: the same readings as in typed_extract.
    Usage: where {{ is_unreadable(column) }} over a select of extract(), with a column of contract_columns() -#}
{% macro is_unreadable(column) -%}
    {%- set timestamp_pattern = '[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?' -%}
    {{ column.name }} is not null
    and
    {%- if column.reads_as == 'number' %} ({{ read_number(column.name) }}) is null
    {%- elif column.reads_as == 'integer' %} ({{ read_integer(column.name) }}) is null
    {%- elif column.reads_as == 'boolean' %} ({{ read_boolean(column.name) }}) is null
    {%- elif column.reads_as == 'code' %} ({{ read_code(column.name, column['values']) }}) is null
    {%- elif column.reads_as == 'date' %} {{ column.name }} not in (select calendar.date_text from {{ ref('stg_calendar') }} as calendar)
    {%- elif column.reads_as == 'timestamp' %} (
        not {{ matches(column.name, timestamp_pattern) }}
        or substr({{ column.name }}, 1, 10) not in (select calendar.date_text from {{ ref('stg_calendar') }} as calendar)
    )
    {%- else %} 1 = 0
    {%- endif -%}
{%- endmacro %}
