{#- A delivered file with every column read as its contract says. A cell that cannot be read becomes null and
    keeps its text in <column>_text (int_unreadable_cells turns those into findings); no line is dropped.
    A timestamp keeps its text and gives its local date, the first ten characters, as <column>_date.
    Dates are read by joining the calendar on the text: 31 February finds no partner on any engine.
    `rows` narrows what is read to a select statement over extract(); `all_have_line_id` says that none of them lacks it.
    Usage: {{ typed_extract('fuel_transactions') }} -> a select statement -#}
{% macro typed_extract(seed_name, rows=none, all_have_line_id=false) -%}
    {%- set calendar = ref('stg_calendar') -%}
    {%- set columns = contract_columns(seed_name) -%}
    {%- set timestamp_pattern = '[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?' -%}
    select
    {%- for column in columns %}
        {%- set cell = 'extracted.' ~ column.name %}
        {%- if column.name == 'line_id' and not all_have_line_id %}
        -- A line without an identifier is kept under its file and row, each as a line of its own; that it has none is a finding.
        coalesce(
            {{ cell }},
            'row ' || coalesce(extracted.source_file, '(no file)') || ':' || coalesce(extracted.source_row, '(no row)') || '#'
            || cast(row_number() over (
                partition by {{ cell }}, extracted.source_file, extracted.source_row
                order by {% for other in columns %}extracted.{{ adapter.quote(other.name) }} nulls last{{ ', ' if not loop.last }}{% endfor %}
            ) as {{ dbt.type_string() }})
        ) as line_id
        {%- elif column.reads_as == 'text' %}
        {{ cell }} as {{ column.name }}
        {%- elif column.reads_as == 'date' %}
        {{ cell }} as {{ column.name }}_text,
        calendar_{{ column.name }}.date_day as {{ column.name }}
        {%- elif column.reads_as == 'timestamp' %}
        {{ cell }} as {{ column.name }}_text,
        case when calendar_{{ column.name }}.date_day is not null then {{ cell }} end as {{ column.name }},
        calendar_{{ column.name }}.date_day as {{ column.name }}_date
        {%- else %}
        {{ cell }} as {{ column.name }}_text,
        {% if column.reads_as == 'number' -%} {{ read_number(cell) }}
        {%- elif column.reads_as == 'integer' -%} {{ read_integer(cell) }}
        {%- elif column.reads_as == 'boolean' -%} {{ read_boolean(cell) }}
        {%- elif column.reads_as == 'code' -%} {{ read_code(cell, column['values']) }}
        {%- else -%}
            {{ exceptions.raise_compiler_error("typed_extract: " ~ seed_name ~ "." ~ column.name ~ " reads_as '" ~ column.reads_as ~ "'; known are number, integer, boolean, code, date, timestamp, text") }}
        {%- endif %} as {{ column.name }}
        {%- endif -%}
        {{ ',' if not loop.last }}
    {%- else %}
        *
    {%- endfor %}
    from ({{ rows or extract(seed_name) }}) as extracted
    {%- for column in columns if column.reads_as in ('date', 'timestamp') %}
    left join {{ calendar }} as calendar_{{ column.name }}
        {%- if column.reads_as == 'date' %}
        on extracted.{{ column.name }} = calendar_{{ column.name }}.date_text
        {%- else %}
        on substr(extracted.{{ column.name }}, 1, 10) = calendar_{{ column.name }}.date_text
        and {{ matches('extracted.' ~ column.name, timestamp_pattern) }}
        {%- endif %}
    {%- endfor %}
{%- endmacro %}
