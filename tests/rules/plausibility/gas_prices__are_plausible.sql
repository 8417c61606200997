with

lines as (
    select * from {{ ref('int_activity_lines') }}
    where
        occurrence = 1
        and activity_type in ('natural_gas', 'green_gas')
        and coalesce(direction, 'import') = 'import'
        and amount_eur is not null
        and quantity > 0
),

price_range as (
    {{ plausible_range('gas_eur_per_nm3') }}
)

select
    {{ finding(
        key=['extract_name', 'line_id'],
        message=say(['extract_name', "', line '", 'line_id', "': '", short('amount_eur', 2), "' euro for '", short('quantity', 3), "' '", 'unit', "' is outside '", short('lowest', 2), "' to '", short('highest', 2), "' '", 'range_unit']),
        given=['entity_id', 'location_id', 'vehicle_id', 'activity_type', 'extract_name', 'line_id', 'source_file', 'source_row'],
        reporting_year='extract(year from period_start)'
    ) }}
from lines
cross join price_range
where
    amount_eur < lowest * quantity
    or amount_eur > highest * quantity
