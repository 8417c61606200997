with

lines as (
    select
        stg_commuting.*,
        distance_one_way * unit_multiplier as one_way_km
    from {{ ref('stg_commuting') }} as stg_commuting
    where
        occurrence = 1
        and unit_multiplier is not null
),

size_range as (
    {{ plausible_range('commuting_one_way_km') }}
)

select
    {{ finding(
        key=['extract_name', 'line_id'],
        message=say([
            'extract_name', "', line '", 'line_id', "': '", short('one_way_km', 2), "' km one way is outside '", short('lowest', 2), "' to '",
            short('highest', 2), "' '", 'range_unit'
        ]),
        given=['entity_id', 'vehicle_id', 'activity_type', 'extract_name', 'line_id', 'source_file', 'source_row'],
        reporting_year='extract(year from period_end)',
        column_name="'distance_one_way'",
        cell_value='distance_one_way_text'
    ) }}
from lines
cross join size_range
where
    one_way_km < lowest
    or one_way_km > highest
