with

told as (
    select
        extract_name,
        line_id,
        source_file,
        source_row,
        cast(null as {{ dbt.type_string() }}) as entity_id,
        location_id,
        activity_type,
        collected_on as told_on,
        {{ say(['location', 'waste_type', 'treatment', 'collected_on', 'quantity', 'unit'], "'|'", "''") }} as fact_key
    from {{ ref('stg_waste_collections') }}
    where
        occurrence = 1
        and quantity is not null
        and collected_on is not null
    union all
    select
        extract_name,
        line_id,
        source_file,
        source_row,
        cast(null as {{ dbt.type_string() }}) as entity_id,
        location_id,
        activity_type,
        serviced_on as told_on,
        {{ say(['location', 'refrigerant', 'operation', 'serviced_on', 'quantity', 'unit'], "'|'", "''") }} as fact_key
    from {{ ref('stg_refrigerant_services') }}
    where
        occurrence = 1
        and quantity is not null
        and serviced_on is not null
    union all
    select
        extract_name,
        line_id,
        source_file,
        source_row,
        entity_id,
        cast(null as {{ dbt.type_string() }}) as location_id,
        activity_type,
        purchased_on as told_on,
        {{ say(['supplier_id', 'source_document', 'product', 'purchased_on', 'quantity', 'unit'], "'|'", "''") }} as fact_key
    from {{ ref('stg_purchases_physical') }}
    where
        occurrence = 1
        and quantity is not null
        and purchased_on is not null
),

numbered as (
    select
        told.*,
        min(line_id) over (partition by extract_name, fact_key) as first_line_id
    from told
)

select
    {{ finding(
        key=['extract_name', 'line_id'],
        message=say(['extract_name', "', line '", 'line_id', "' tells the fact of line '", 'first_line_id', "' again: '", 'fact_key']),
        given=['entity_id', 'location_id', 'activity_type', 'extract_name', 'line_id', 'source_file', 'source_row'],
        reporting_year='extract(year from told_on)'
    ) }}
from numbered
where line_id <> first_line_id
