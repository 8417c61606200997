with

undelivered_columns as (
    select * from {{ ref('int_undelivered_columns') }}
),

calendar as (
    select * from {{ ref('stg_calendar') }}
),

{%- for group in ['extracts', 'mappings', 'judgements'] %}
{%- for file in contract_files(group) %}

{%- set doubts = [] %}
{%- set dates = [] %}
{%- for column in contract_columns(file) %}
    {%- if column.reads_as in ['date', 'timestamp'] %}
        {%- do dates.append(column) %}
    {%- elif column.reads_as != 'text' %}
        {%- do doubts.append(column) %}
    {%- endif %}
{%- endfor %}

-- Only the lines in which something is wrong, in one pass over the file: what follows passes over them once for each column.
{{ file }}_cells as (
    select extracted.*
    from ({{ extract(file) }}) as extracted
    {%- for column in dates %}
    left join calendar as calendar_{{ column.name }}
        on {{ is_shaped_as_date('extracted.' ~ column.name, "'" ~ column.reads_as ~ "'") }}
        and substr(extracted.{{ column.name }}, 1, 10) = calendar_{{ column.name }}.date_text
    {%- endfor %}
    where
        1 = 0
        {%- for column in doubts %}
        or ({{ is_doubtful(column) }})
        {%- endfor %}
        {%- for column in dates %}
        or (extracted.{{ column.name }} is not null and calendar_{{ column.name }}.date_text is null)
        {%- endfor %}
        {%- for column in contract_columns(file) if column.is_required %}
        or extracted.{{ column.name }} is null
        {%- endfor %}
),
{%- endfor %}
{%- endfor %}

-- Every cell that is filled and cannot be read by itself, every required cell that is empty, and every date, which is
-- read by finding it in the calendar.
cells as (
    {%- for group in ['extracts', 'mappings', 'judgements'] %}
    {%- for file in contract_files(group) %}
    {%- for column in contract_columns(file) %}
    {%- if column.reads_as != 'text' %}
    select
        {{ delivered_row(group, file) }},
        '{{ column.name }}' as column_name,
        '{{ column.reads_as }}' as reads_as,
        {{ column.name }} as cell_value,
        {{ "'date'" if column.reads_as in ['date', 'timestamp'] else "'unreadable'" }} as problem
    from {{ file }}_cells
    where {{ is_doubtful(column) }}
    union all
    {%- endif %}
    {%- if column.is_required %}
    select
        {{ delivered_row(group, file) }},
        '{{ column.name }}' as column_name,
        '{{ column.reads_as }}' as reads_as,
        cast(null as {{ dbt.type_string() }}) as cell_value,
        'missing' as problem
    from {{ file }}_cells
    where {{ column.name }} is null
    union all
    {%- endif %}
    {%- endfor %}
    {%- endfor %}
    {%- endfor %}
    -- Closes the union, and gives the columns their names while dbt parses.
    select
        {%- for column in ['file_name', 'line_id', 'source_file', 'source_row', 'entity_id', 'location_id', 'vehicle_id'] %}
        cast(null as {{ dbt.type_string() }}) as {{ column }},
        {%- endfor %}
        cast(null as {{ dbt.type_string() }}) as column_name,
        cast(null as {{ dbt.type_string() }}) as reads_as,
        cast(null as {{ dbt.type_string() }}) as cell_value,
        cast(null as {{ dbt.type_string() }}) as problem
    where 1 = 0
),

-- A column that was not delivered at all is one finding of its own, not one per line.
problems as (
    select
        cells.file_name,
        cells.line_id,
        cells.source_file,
        cells.source_row,
        cells.entity_id,
        cells.location_id,
        cells.vehicle_id,
        cells.column_name,
        cells.reads_as,
        cells.cell_value,
        case when cells.problem = 'missing' then 'missing' else 'unreadable' end as problem
    from cells
    left join undelivered_columns
        on cells.file_name = undelivered_columns.file_name
        and cells.column_name = undelivered_columns.column_name
    left join calendar
        on cells.problem = 'date'
        and {{ is_shaped_as_date('cells.cell_value', 'cells.reads_as') }}
        and substr(cells.cell_value, 1, 10) = calendar.date_text
    where
        undelivered_columns.file_name is null
        and (cells.problem <> 'date' or calendar.date_text is null)
)

select * from problems
