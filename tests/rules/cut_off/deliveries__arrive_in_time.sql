with

deliveries as (
    select * from {{ ref('stg_deliveries') }}
)

select
    {{ finding(
        key=['delivery_id'],
        message=say(["'delivery '", 'delivery_id', "' covers up to '", 'covers_to', "' and came on '", 'received_on']),
        extract_name="'deliveries'",
        reporting_year='extract(year from covers_to)',
        line_id='line_id',
        source_file='original_name',
        column_name="'received_on'",
        cell_value='received_on'
    ) }}
from deliveries
where received_on > cast({{ dbt.dateadd('month', 3, 'covers_to') }} as date)
