with

files as (
    {%- for group in ['extracts', 'mappings', 'judgements'] %}
    {%- for file in contract_files(group) %}
    select
        '{{ group }}' as file_group,
        '{{ file }}' as file_name,
        cast(count(*) as integer) as line_count
    from {{ extract_relation(file) }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select * from files
