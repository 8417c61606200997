with

acquired as (
    select * from {{ ref('int_acquired_parts') }}
),

{{ power_parts('acquired') }},

-- Power as its contract supplies it: no certificate was cancelled for what was used before. Euros find their factor by their
-- category (int_acquired_spend).
lots as (
    select
        acquired.activity_id,
        case when joined.activity_id is null then 'none' else 'contract|' || joined.residual_product end as supply_lot,
        joined.residual_product as power_product,
        acquired.emission_quantity as quantity,
        joined.label_value,
        acquired.activity_type,
        acquired.activity_category,
        acquired.unit,
        acquired.reporting_year
    from acquired
    left join joined
        on acquired.activity_id = joined.activity_id
    where acquired.extract_name <> 'ledger_entries'
)

select * from lots
