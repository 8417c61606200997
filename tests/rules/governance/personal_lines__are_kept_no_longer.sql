with

files as (
    select * from {{ ref('int_delivered_files') }}
    where
        file_name in ('fuel_transactions', 'charging_sessions', 'vehicle_distances', 'trips', 'commuting')
        and line_count > 0
),

retention as (
    select
        extract_name,
        max(keep_until) as keep_until
    from ({{ typed_extract('retention') }}) as retention
    group by extract_name
)

select
    {{ finding(
        key=['files.file_name'],
        message=say(["'lines about persons in '", 'files.file_name', "' are to be kept until '", 'retention.keep_until']),
        extract_name='files.file_name',
        column_name="'keep_until'",
        cell_value='retention.keep_until'
    ) }}
from files
left join retention
    on files.file_name = retention.extract_name
where
    retention.keep_until is null
    or retention.keep_until < {{ as_of_date() }}
