with

unmapped as (
    {%- for extract_name, column_name in [
        ('fuel_transactions', 'product'),
        ('purchases_physical', 'product'),
        ('supplier_invoices', 'product'),
        ('refrigerant_services', 'refrigerant'),
        ('waste_collections', 'waste_type'),
    ] %}
    select
        extract_name,
        line_id,
        source_file,
        source_row,
        '{{ column_name }}' as column_name,
        {{ column_name }} as cell_value,
        {{ 'vehicle_id' if extract_name == 'fuel_transactions' else 'cast(null as ' ~ dbt.type_string() ~ ')' }} as vehicle_id
    from {{ ref('stg_' ~ extract_name) }}
    where
        occurrence = 1
        and {{ column_name }} is not null
        and activity_type is null
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select
    {{ finding(
        key=['extract_name', 'line_id'],
        message=say(['extract_name', "', line '", 'line_id', "': product '''", 'cell_value', "''' is not in mappings/products.csv'"]),
        given=['vehicle_id', 'extract_name', 'line_id', 'source_file', 'source_row', 'column_name', 'cell_value']
    ) }}
from unmapped
