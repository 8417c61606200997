with

deliveries as (
    select * from {{ ref('stg_deliveries') }}
    where delivery_id is not null
),

lines as (
    select distinct
        extract_name,
        delivery_id
    from {{ ref('int_extract_lines') }}
),

empty_deliveries as (
    select deliveries.*
    from deliveries
    left join lines
        on deliveries.extract_name = lines.extract_name
        and deliveries.delivery_id = lines.delivery_id
    where lines.delivery_id is null
)

select
    {{ finding(
        key=['delivery_id'],
        message=say(["'delivery '", 'delivery_id', "' of '", 'extract_name', "' ('", 'original_name', "', '", 'covers_from', "' to '", 'covers_to', "') has no line in the extract'"]),
        reporting_year='extract(year from covers_to)',
        extract_name="'deliveries'",
        line_id='line_id',
        source_file='source_file',
        source_row='source_row',
        column_name="'delivery_id'",
        cell_value='delivery_id'
    ) }}
from empty_deliveries
