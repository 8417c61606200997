with

-- Additives are bought beside the fuel, in litres of their own.
transactions as (
    select * from {{ ref('stg_fuel_transactions') }}
    where
        occurrence = 1
        and transacted_at is not null
        and activity_quantity is not null
        and coalesce(vehicle_id, card_id) is not null
        and coalesce(activity_category, '') <> 'vehicle_additives'
),

-- The delivered product, before a missing proof turns HVO into diesel.
numbered as (
    select
        transactions.*,
        min(line_id) over (
            partition by coalesce(vehicle_id, card_id), substr(transacted_at, 1, 16), activity_quantity
        ) as first_line_id,
        min(product_activity_type) over (
            partition by coalesce(vehicle_id, card_id), substr(transacted_at, 1, 16), activity_quantity
        ) as first_product,
        max(product_activity_type) over (
            partition by coalesce(vehicle_id, card_id), substr(transacted_at, 1, 16), activity_quantity
        ) as last_product
    from transactions
)

select
    {{ finding(
        key=['line_id'],
        message=say(["'fuel_transactions, line '", 'line_id', "' tells the litres of line '", 'first_line_id', "' again as another product: '", 'first_product', "' and '", 'last_product']),
        given=['entity_id', 'vehicle_id', 'activity_type', 'extract_name', 'line_id', 'source_file', 'source_row'],
        reporting_year='extract(year from transacted_at_date)',
        column_name="'product'",
        cell_value='product'
    ) }}
from numbered
where
    line_id <> first_line_id
    and first_product <> last_product
