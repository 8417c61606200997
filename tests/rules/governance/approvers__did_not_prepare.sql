with

publications as (
    select * from {{ ref('stg_publications') }}
)

select
    {{ finding(
        key=['reporting_year', 'version'],
        message=say(["'publication '", 'reporting_year', "' '", 'version', "': prepared by '", 'prepared_by', "', approved by '", 'approved_by']),
        given=['reporting_year'],
        extract_name="'publications'",
        column_name="'approved_by'",
        cell_value='approved_by'
    ) }}
from publications
where
    prepared_by is null
    or approved_by is null
    or lower(prepared_by) = lower(approved_by)
