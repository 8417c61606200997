{#- The typed lines of an extract with `occurrence`: 1, 2, ... for a line_id that was delivered more than once,
    in order of receipt (delivery, row). The first occurrence counts; the others are findings.
    Usage: {{ numbered_lines('fuel_transactions') }} -> a select statement -#}
{% macro numbered_lines(extract_name) -%}
    select
        '{{ extract_name }}' as extract_name,
        typed.*,
        cast(row_number() over (
            partition by typed.line_id
            order by typed.delivery_id nulls last, typed.source_file nulls last, length(typed.source_row) nulls last, typed.source_row nulls last
        ) as integer) as occurrence
    from ({{ typed_extract(extract_name) }}) as typed
{%- endmacro %}
