with

{%- for group in ['extracts', 'mappings', 'judgements'] %}
{%- for file in contract_files(group) %}

{{ file }}_cells as (
    {{ extract(file) }}
),
{%- endfor %}
{%- endfor %}

-- Every cell that is filled and cannot be read, and every required cell that is empty. A column that was not delivered
-- at all is one finding of its own, not one per line.
problems as (
    {%- for group in ['extracts', 'mappings', 'judgements'] %}
    {%- for file in contract_files(group) %}
    {%- set delivered = delivered_columns(file) %}
    {%- for column in contract_columns(file) if column.name in delivered %}
    {%- if column.reads_as != 'text' %}
    select
        {{ delivered_row(group, file) }},
        '{{ column.name }}' as column_name,
        '{{ column.reads_as }}' as reads_as,
        {{ column.name }} as cell_value,
        'unreadable' as problem
    from {{ file }}_cells
    where {{ is_unreadable(column) }}
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
    -- Closes the union, and gives the columns their names where nothing was delivered.
    select
        {%- for column in ['file_name', 'line_id', 'source_file', 'source_row', 'entity_id', 'location_id', 'vehicle_id'] %}
        cast(null as {{ dbt.type_string() }}) as {{ column }},
        {%- endfor %}
        cast(null as {{ dbt.type_string() }}) as column_name,
        cast(null as {{ dbt.type_string() }}) as reads_as,
        cast(null as {{ dbt.type_string() }}) as cell_value,
        cast(null as {{ dbt.type_string() }}) as problem
    where 1 = 0
)

select * from problems
{%- for file in ['stg_calendar'] %}
-- depends_on: {{ ref(file) }}
{%- endfor %}
