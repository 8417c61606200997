with

lines as (
    select * from {{ ref('int_activity_lines') }}
    where
        occurrence = 1
        and activity_type in ('petrol_e10', 'petrol_e0', 'diesel_b7', 'diesel_b0', 'hvo100', 'hvo30', 'hvo20', 'e85', 'lpg')
        and coalesce(direction, 'import') = 'import'
        and amount_eur is not null
        and quantity > 0
),

price_range as (
    {{ plausible_range('fuel_eur_per_l') }}
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
