with

lines as (
    {{ numbered_lines('fuel_transactions') }}
),

with_product as (
    {{ conform_product('lines', 'product') }}
),

-- HVO without a sustainability proof counts as diesel; the finding says so.
with_activity_type as (
    select
        with_product.extract_name,
        with_product.line_id,
        with_product.occurrence,
        with_product.delivery_id,
        with_product.source_file,
        with_product.source_row,
        with_product.source_document,
        with_product.entity_id,
        with_product.card_id,
        with_product.vehicle_id,
        with_product.project_id,
        with_product.product,
        with_product.activity_type as product_activity_type,
        case
            when with_product.activity_type in ('hvo100', 'hvo30', 'hvo20') and with_product.sustainability_proof_id is null then 'diesel_b7'
            else with_product.activity_type
        end as activity_type,
        with_product.quantity_text,
        with_product.quantity,
        with_product.unit,
        with_product.amount_eur_text,
        with_product.amount_eur,
        with_product.odometer_km_text,
        with_product.odometer_km,
        with_product.sustainability_proof_id,
        with_product.transacted_at_text,
        with_product.transacted_at,
        with_product.transacted_at_date
    from with_product
),

normalised as (
    {{ normalise_quantity('with_activity_type', 'quantity') }}
)

select * from normalised
