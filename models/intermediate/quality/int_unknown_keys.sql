{%- set homes = {
    'entity_id': ('entities', 'entity_id'),
    'parent_entity_id': ('entities', 'entity_id'),
    'location_id': ('locations', 'location_id'),
    'vehicle_id': ('vehicles', 'vehicle_id'),
    'meter_id': ('meters', 'meter_id'),
    'parent_meter_id': ('meters', 'meter_id'),
    'charge_point_id': ('charge_points', 'charge_point_id'),
    'supplier_id': ('suppliers', 'supplier_id'),
    'account_code': ('ledger_accounts', 'account_code'),
    'delivery_id': ('deliveries', 'delivery_id'),
    'project_id': ('projects', 'project_id'),
    'spend_category': ('spend_categories', 'spend_category'),
    'edition_id': ('editions', 'edition_id'),
    'alternative_edition_id': ('editions', 'edition_id'),
    'activity_category': ('activity_categories', 'activity_category'),
    'activity_type': ('activity_types', 'activity_type'),
} -%}

with

{%- for home, key in homes.values() | unique %}

{{ home }}_keys as (
    {%- if home in ['editions', 'activity_categories', 'activity_types'] %}
    select distinct {{ key }} as known_key from {{ ref(home) }}
    {%- else %}
    select distinct {{ key if execute else 'null' }} as known_key from ({{ extract(home) }}) as extracted
    {%- endif %}
),
{%- endfor %}

{%- for group in ['extracts', 'mappings', 'judgements'] %}
{%- for file in contract_files(group) %}
{%- set keyed = [] %}
{%- set is_unknown = ['1 = 0'] %}
{%- for column in contract_columns(file) if column.name in homes and homes[column.name] != (file, column.name) %}
    {%- do keyed.append(column.name) %}
    {%- do is_unknown.append('(extracted.' ~ column.name ~ ' is not null and known_' ~ column.name ~ '.known_key is null)') %}
{%- endfor %}

-- Only the lines with an unknown key, in one pass over the file: what follows passes over them once for each column.
{{ file }}_cells as (
    select extracted.*
    from ({{ extract(file) }}) as extracted
    {%- for name in keyed %}
    left join {{ homes[name][0] }}_keys as known_{{ name }}
        on extracted.{{ name }} = known_{{ name }}.known_key
    {%- endfor %}
    where {{ is_unknown | join(' or ') }}
),
{%- endfor %}
{%- endfor %}

-- Every cell that names a key which the mapping, register or reference of that key does not have.
unknown as (
    {%- for group in ['extracts', 'mappings', 'judgements'] %}
    {%- for file in contract_files(group) %}
    {%- for column in contract_columns(file) if column.name in homes and homes[column.name] != (file, column.name) %}
    {%- set home = homes[column.name] %}
    select
        {{ delivered_row(group, file) }},
        '{{ column.name }}' as column_name,
        '{{ home[0] }}' as key_home,
        {{ column.name }} as cell_value
    from {{ file }}_cells
    left join {{ home[0] }}_keys
        on {{ file }}_cells.{{ column.name }} = {{ home[0] }}_keys.known_key
    where
        {{ file }}_cells.{{ column.name }} is not null
        and {{ home[0] }}_keys.known_key is null
        {%- if column.name == 'activity_type' %}
        -- A factor choice may stand for all activity types of a year.
        and {{ file }}_cells.{{ column.name }} <> '*'
        {%- endif %}
        {%- if file == 'charging_sessions' and column.name == 'charge_point_id' %}
        -- Public charge points and chargers at home are other people's: only our own are mapped.
        and coalesce(lower({{ file }}_cells.place), 'own') = 'own'
        {%- endif %}
    union all
    {%- endfor %}
    {%- endfor %}
    {%- endfor %}
    select
        {%- for column in ['file_name', 'line_id', 'source_file', 'source_row', 'entity_id', 'location_id', 'vehicle_id'] %}
        cast(null as {{ dbt.type_string() }}) as {{ column }},
        {%- endfor %}
        cast(null as {{ dbt.type_string() }}) as column_name,
        cast(null as {{ dbt.type_string() }}) as key_home,
        cast(null as {{ dbt.type_string() }}) as cell_value
    where 1 = 0
)

select * from unknown
