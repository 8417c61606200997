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
