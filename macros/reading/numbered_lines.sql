{#- The typed lines of an extract with `occurrence`: 1, 2, ... for a line_id that was delivered more than once,
    those with the fewest unreadable cells first, then in order of receipt (delivery, row): a line that could not be read
    and was delivered again, mended, counts as mended. The first occurrence counts; the others are findings.
    Nearly all line_ids come once. Only the others are put in order: a window over whole lines would sort the file.
    Usage: {{ numbered_lines('fuel_transactions') }} -> a select statement -#}
{% macro numbered_lines(extract_name) -%}
    {%- set repeated -%}
        select line_id
        from ({{ extract(extract_name) }}) as extracted_keys
        where line_id is not null
        group by line_id
        having count(*) > 1
    {%- endset -%}
    {#- A line without an identifier gets one that begins with 'row ', so these are compared with each other. -#}
    {%- set told_once -%}
        select cells.*
        from ({{ extract(extract_name) }}) as cells
        left join ({{ repeated }}) as repeated
            on cells.line_id = repeated.line_id
        where
            repeated.line_id is null
            and cells.line_id not like 'row %'
    {%- endset -%}
    {%- set others -%}
        select cells.*
        from ({{ extract(extract_name) }}) as cells
        left join ({{ repeated }}) as repeated
            on cells.line_id = repeated.line_id
        where
            repeated.line_id is not null
            or cells.line_id is null
            or cells.line_id like 'row %'
    {%- endset -%}
    select
        '{{ extract_name }}' as extract_name,
        typed.*,
        1 as occurrence
    from ({{ typed_extract(extract_name, rows=told_once, all_have_line_id=true) }}) as typed
    union all
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
    from ({{ typed_extract(extract_name, rows=others) }}) as typed
{%- endmacro %}
