{%- set missing = [] %}
{%- for group in ['extracts', 'mappings', 'judgements'] %}
    {%- for file in contract_files(group) %}
        {%- set delivered = delivered_columns(file) %}
        {%- for column in contract_columns(file) if column.name not in delivered %}
            {%- do missing.append({'group': group, 'file': file, 'column': column}) %}
        {%- endfor %}
    {%- endfor %}
{%- endfor -%}

with

undelivered as (
    {%- for item in missing %}
    select
        '{{ item.group }}' as file_group,
        '{{ item.file }}' as file_name,
        '{{ item.column.name }}' as column_name,
        {{ 'true' if item.column.is_required else 'false' }} as is_required
    {{ 'union all' if not loop.last }}
    {%- else %}
    select
        cast(null as {{ dbt.type_string() }}) as file_group,
        cast(null as {{ dbt.type_string() }}) as file_name,
        cast(null as {{ dbt.type_string() }}) as column_name,
        false as is_required
    where 1 = 0
    {%- endfor %}
)

select * from undelivered
