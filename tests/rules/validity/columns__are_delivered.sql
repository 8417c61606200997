with

undelivered as (
    select * from {{ ref('int_undelivered_columns') }}
)

select
    {{ finding(
        key=['file_name', 'column_name'],
        message=say(['file_group', "'/'", 'file_name', "'.csv has no column '", 'column_name']),
        given=['column_name'],
        extract_name='file_name',
        source_file=say(['file_group', "'/'", 'file_name', "'.csv'"])
    ) }}
from undelivered
