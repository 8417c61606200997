with

unreadable as (
    select * from {{ ref('int_activity_lines') }}
    where unreadable_reason is not null
),

-- The mobility report reads less of a line: public transport by its euros, a vehicle without knowing what it runs on.
wpm_lines as (
    select * from {{ ref('int_wpm_lines') }}
    where unreadable_reason is null
),

described as (
    select
        unreadable.*,
        wpm_lines.line_id is not null as is_in_wpm
    from unreadable
    left join wpm_lines
        on unreadable.extract_name = wpm_lines.extract_name
        and unreadable.line_id = wpm_lines.line_id
        and unreadable.occurrence = 1
)

select
    {{ finding(
        key=['extract_name', 'line_id', 'occurrence'],
        message=say([
            'extract_name', "', line '", 'line_id', "' '",
            "case when is_in_wpm then 'counts in the mobility report and for nothing in the footprint: ' else 'counts for nothing: ' end",
            'unreadable_reason'
        ]),
        given=['entity_id', 'location_id', 'vehicle_id', 'activity_type', 'extract_name', 'line_id', 'source_file', 'source_row'],
        reporting_year='extract(year from period_start)'
    ) }}
from described
