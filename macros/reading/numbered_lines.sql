{#- The typed lines of an extract with `occurrence`: 1, 2, ... for a line_id that was delivered more than once,
    those with the fewest unreadable cells first, then in order of receipt (delivery, row): a line that could not be read
    and was delivered again, mended, counts as mended. The first occurrence counts; the others are findings.
    Usage: {{ numbered_lines('fuel_transactions') }} -> a select statement -#}
{% macro numbered_lines(extract_name) -%}
    select
        '{{ extract_name }}' as extract_name,
        typed.*,
        cast(row_number() over (
            partition by typed.line_id
            order by
                {%- for column in contract_columns(extract_name) if column.reads_as != 'text' %}
                case when typed.{{ column.name }}_text is not null and typed.{{ column.name }} is null then 1 else 0 end +
                {%- endfor %}
                0,
                typed.delivery_id nulls last, typed.source_file nulls last, length(typed.source_row) nulls last, typed.source_row nulls last
        ) as integer) as occurrence
    from ({{ typed_extract(extract_name) }}) as typed
{%- endmacro %}
