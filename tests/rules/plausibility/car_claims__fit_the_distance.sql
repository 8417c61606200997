with

lines as (
    select
        stg_trips.*,
        distance * unit_multiplier * case when is_return then 2 else 1 end as driven_km
    from {{ ref('stg_trips') }} as stg_trips
    where
        occurrence = 1
        and channel = 'claim'
        and mode = 'car'
        and amount_eur > 0
        and distance > 0
        and unit_multiplier is not null
),

claim_range as (
    {{ plausible_range('car_claim_eur_per_km') }}
)

select
    {{ finding(
        key=['extract_name', 'line_id'],
        message=say(['extract_name', "', line '", 'line_id', "': '", short('amount_eur', 2), "' euro for '", short('driven_km'), "' km is outside '", short('lowest', 2), "' to '", short('highest', 2), "' '", 'range_unit']),
        given=['entity_id', 'vehicle_id', 'activity_type', 'extract_name', 'line_id', 'source_file', 'source_row'],
        reporting_year='extract(year from travelled_on)',
        column_name="'distance'",
        cell_value='distance_text'
    ) }}
from lines
cross join claim_range
where
    amount_eur < lowest * driven_km
    or amount_eur > highest * driven_km
