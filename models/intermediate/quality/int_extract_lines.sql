with

lines as (
    {%- for file in contract_files('extracts') %}
    {%- set names = contract_columns(file) | map(attribute='name') | list %}
    select
        '{{ file }}' as extract_name,
        line_id,
        occurrence,
        source_file,
        source_row,
        delivery_id,
        {{ 'entity_id' if 'entity_id' in names else 'cast(null as ' ~ dbt.type_string() ~ ')' }} as entity_id,
        {{ 'vehicle_id' if 'vehicle_id' in names else 'cast(null as ' ~ dbt.type_string() ~ ')' }} as vehicle_id
    from {{ ref('stg_' ~ file) }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select * from lines
