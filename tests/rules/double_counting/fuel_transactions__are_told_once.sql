with

transactions as (
    select * from {{ ref('stg_fuel_transactions') }}
    where
        occurrence = 1
        and quantity is not null
        and transacted_at is not null
),

numbered as (
    select
        transactions.*,
        min(line_id) over (
            partition by coalesce(vehicle_id, card_id), substr(transacted_at, 1, 16), activity_type, activity_quantity
        ) as first_line_id
    from transactions
)

select
    {{ finding(
        key=['line_id'],
        message=say(["'fuel_transactions, line '", 'line_id', "' tells the fuelling of line '", 'first_line_id']),
        given=['entity_id', 'vehicle_id', 'activity_type', 'extract_name', 'line_id', 'source_file', 'source_row'],
        reporting_year='extract(year from transacted_at_date)'
    ) }}
from numbered
where line_id <> first_line_id
