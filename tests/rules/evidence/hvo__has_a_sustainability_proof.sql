with

transactions as (
    select * from {{ ref('stg_fuel_transactions') }}
    where
        occurrence = 1
        and product_activity_type in ('hvo100', 'hvo30', 'hvo20')
        and sustainability_proof_id is null
)

select
    {{ finding(
        key=['line_id'],
        message=say(["'fuel_transactions, line '", 'line_id', "': '", short('activity_quantity'), "' l of '", 'product', "' without a proof count as diesel'"]),
        given=['entity_id', 'vehicle_id', 'activity_type', 'extract_name', 'line_id', 'source_file', 'source_row'],
        reporting_year='extract(year from transacted_at_date)',
        column_name="'sustainability_proof_id'"
    ) }}
from transactions
