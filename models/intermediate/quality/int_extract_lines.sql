with

lines as (
    {%- for file in contract_files('extracts') %}
    {%- set names = contract_columns(file) | map(attribute='name') | list %}
    select
        '{{ file }}' as extract_name,
        line_id,
        {% if file == 'deliveries' -%}
        -- The register of deliveries names extracts itself, so its staging numbers no lines.
        cast(row_number() over (partition by line_id order by source_row) as integer) as occurrence,
        {% else -%}
        occurrence,
        {% endif -%}
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
