with

-- Starting fares make short trips dear.
lines as (
    select * from {{ ref('int_wpm_lines') }}
    where
        extract_name = 'trips'
        and exclusion_reason is null
        and category = 'public_transport'
        and amount_eur <> 0
        and abs(km) >= 5
),

fare_range as (
    {{ plausible_range('public_transport_eur_per_km') }}
)

select
    {{ finding(
        key=['extract_name', 'line_id'],
        message=say([
            'extract_name', "', line '", 'line_id', "': '", short('amount_eur', 2), "' euros for '", short('km'), "' km is outside '",
            short('lowest', 2), "' to '", short('highest', 2), "' '", 'range_unit'
        ]),
        given=['entity_id', 'extract_name', 'line_id', 'source_file', 'source_row'],
        reporting_year='extract(year from period_start)',
        column_name="'amount_eur'",
        cell_value='amount_eur'
    ) }}
from lines
cross join fare_range
where
    abs(amount_eur) < lowest * abs(km)
    or abs(amount_eur) > highest * abs(km)
