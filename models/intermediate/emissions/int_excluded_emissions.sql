with

excluded as (
    select * from {{ ref('int_excluded_parts') }}
),

lot_factors as (
    select * from {{ ref('int_excluded_lot_factors') }}
),

purchase_factors as (
    select * from {{ ref('int_purchase_factors') }}
),

excluded_spend as (
    select * from excluded
    where extract_name = 'ledger_entries'
),

{{ spend_steps('excluded_spend') }},

-- The same three ways as the emissions that count (int_emission_components): a list, the euros, a factor of the product.
computed as (
    select
        activity_id,
        case
            when wtw_factor_value is not null and unit = factor_unit then {{ to_kg('quantity', 'wtw_factor_value') }}
        end as kg_co2e
    from lot_factors
    union all
    select
        activity_id,
        kg_co2e
    from steps
    where variant = 'chosen'
    union all
    select
        excluded.activity_id,
        {{ to_kg('cast(excluded.quantity * purchase_factors.unit_multiplier as decimal(19, 6))', 'purchase_factors.factor_value') }} as kg_co2e
    from excluded
    inner join purchase_factors
        on excluded.extract_name = 'purchases_physical'
        and excluded.line_id = purchase_factors.line_id
        and excluded.occurrence = purchase_factors.occurrence
),

by_part as (
    select
        activity_id,
        cast(sum(kg_co2e) as decimal(27, 6)) as kg_co2e
    from computed
    group by activity_id
),

emissions as (
    select
        excluded.activity_id,
        excluded.extract_name,
        excluded.line_id,
        excluded.occurrence,
        excluded.activity_type,
        excluded.reporting_year,
        excluded.exclusion_source,
        excluded.exclusion_valid_from,
        excluded.exclusion_valid_to,
        excluded.quantity,
        excluded.unit,
        -- Empty where no factor fits: then nobody knows from these lines how much it is.
        by_part.kg_co2e
    from excluded
    left join by_part
        on excluded.activity_id = by_part.activity_id
)

select * from emissions
