with

lines as (
    select
        stg_commuting.*,
        {{ dbt.datediff('period_start', 'period_end', 'day') }} + 1 as period_days
    from {{ ref('stg_commuting') }} as stg_commuting
    where
        occurrence = 1
        and period_start is not null
        and period_end >= period_start
)

select
    {{ finding(
        key=['extract_name', 'line_id'],
        message=say([
            'extract_name', "', line '", 'line_id', "': '", short('days'), "' days of travel in a period of '", 'period_days', "' days'"
        ]),
        given=['entity_id', 'vehicle_id', 'activity_type', 'extract_name', 'line_id', 'source_file', 'source_row'],
        reporting_year='extract(year from period_end)',
        column_name="'days'",
        cell_value='days_text'
    ) }}
from lines
where
    days <= 0
    or days > period_days
