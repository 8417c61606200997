with

lines as (
    select
        stg_commuting.*,
        {{ dbt.datediff('period_start', 'period_end', 'day') }} + 1 as period_days
    from {{ ref('stg_commuting') }} as stg_commuting
    where
        occurrence = 1
        and days > 0
        and period_start is not null
        and period_end >= period_start
),

days_range as (
    {{ plausible_range('commuting_days_per_week') }}
)

select
    {{ finding(
        key=['extract_name', 'line_id'],
        message=say([
            'extract_name', "', line '", 'line_id', "': '", short('days', 3), "' days of travel in '", 'period_days', "' days is outside '", short('lowest', 2), "' to '",
            short('highest', 2), "' '", 'range_unit'
        ]),
        given=['entity_id', 'vehicle_id', 'activity_type', 'extract_name', 'line_id', 'source_file', 'source_row'],
        reporting_year='extract(year from period_end)',
        column_name="'days'",
        cell_value='days_text'
    ) }}
from lines
cross join days_range
where
    days * 7 < lowest * period_days
    -- More days than the period has are another finding (PLA-14).
    or (days * 7 > highest * period_days and days <= period_days and period_days >= 14)
