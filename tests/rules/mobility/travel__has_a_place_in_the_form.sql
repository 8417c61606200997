with

lines as (
    select * from {{ ref('int_wpm_lines') }}
    where exclusion_reason in ('kind_unknown', 'channel_unknown')
)

select
    {{ finding(
        key=['extract_name', 'line_id'],
        message=say([
            'extract_name', "', line '", 'line_id', "': '",
            "case exclusion_reason when 'kind_unknown' then 'its mode or vehicle' else 'its channel' end",
            "' has no place in the WPM form; it stands in no cell'"
        ]),
        given=['entity_id', 'vehicle_id', 'extract_name', 'line_id', 'source_file', 'source_row'],
        reporting_year='extract(year from period_start)'
    ) }}
from lines
