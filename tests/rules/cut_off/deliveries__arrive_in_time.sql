with

deliveries as (
    select * from {{ ref('stg_deliveries') }}
),

delivered as (
    {{ kg_of_deliveries() }}
)

select
    {{ finding(
        key=['deliveries.delivery_id'],
        message=say(["'delivery '", 'deliveries.delivery_id', "' covers up to '", 'covers_to', "' and came on '", 'received_on']),
        extract_name="'deliveries'",
        reporting_year='extract(year from covers_to)',
        line_id='line_id',
        source_file='original_name',
        column_name="'received_on'",
        cell_value='received_on',
        kg_co2e='delivered.kg_co2e'
    ) }}
from deliveries
left join delivered
    on deliveries.delivery_id = delivered.delivery_id
where received_on > cast({{ dbt.dateadd('month', 3, 'covers_to') }} as date)
