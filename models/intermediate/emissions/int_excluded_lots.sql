with

excluded as (
    select * from {{ ref('int_excluded_parts') }}
),

{{ power_parts('excluded') }},

purchase_factors as (
    select distinct
        line_id,
        occurrence
    from {{ ref('int_purchase_factors') }}
),

-- Power as its contract supplies it: certificates cover what counts. Euros find their factor by their category, and purchases
-- with a factor of their product by that (int_excluded_emissions).
lots as (
    select
        excluded.activity_id,
        case when joined.activity_id is null then 'none' else 'contract|' || joined.residual_product end as supply_lot,
        joined.residual_product as power_product,
        excluded.emission_quantity as quantity,
        joined.label_value,
        excluded.activity_type,
        excluded.activity_category,
        excluded.unit,
        excluded.reporting_year
    from excluded
    left join joined
        on excluded.activity_id = joined.activity_id
    left join purchase_factors
        on excluded.extract_name = 'purchases_physical'
        and excluded.line_id = purchase_factors.line_id
        and excluded.occurrence = purchase_factors.occurrence
    where
        excluded.extract_name <> 'ledger_entries'
        and purchase_factors.line_id is null
)

select * from lots
