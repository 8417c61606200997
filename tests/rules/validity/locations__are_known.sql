with

unknown as (
    {%- for extract_name in ['supplier_invoices', 'refrigerant_services', 'waste_collections', 'power_certificates'] %}
    select
        extract_name,
        line_id,
        source_file,
        source_row,
        {{ 'entity_id' if extract_name in ['supplier_invoices', 'power_certificates'] else 'cast(null as ' ~ dbt.type_string() ~ ')' }} as entity_id,
        location
    from {{ ref('stg_' ~ extract_name) }}
    where
        occurrence = 1
        and location is not null
        and location_id is null
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select
    {{ finding(
        key=['extract_name', 'line_id'],
        message=say(['extract_name', "', line '", 'line_id', "': location '''", 'location', "''' is not in mappings/location_aliases.csv'"]),
        given=['entity_id', 'extract_name', 'line_id', 'source_file', 'source_row'],
        column_name="'location'",
        cell_value='location'
    ) }}
from unknown
