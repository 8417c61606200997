{{ config(materialized=read_once()) }}
{%- set columns = [
    'activity_id',
    'supply_lot',
    'component',
    'activity_type',
    'activity_category',
    'power_product',
    'edition_id',
    'factor_key',
    'factor_value',
    'wtw_factor_value',
    'biogenic_factor_value',
    'factor_unit',
    'factor_status',
    'split_status',
    'split_edition_id',
    'biogenic_edition_id',
    'is_chosen',
    'factor_uncertainty_key',
    'is_zero_by_definition',
    'method',
    'quantity',
    'unit',
    'kg_co2e',
    'kg_co2_biogenic',
] + carried_columns() -%}
with

activity_types as (
    select * from {{ ref('stg_activity_types') }}
),

-- Quantities with a factor of a list.
listed as (
    select
        lots.*,
        case when lots.activity_category = 'hired_travel' then 'estimate' else 'activity' end as method
    from {{ ref('int_lot_components') }} as lots
),

-- The activities are read for each use: DuckDB keeps what is read twice in memory, with all its columns.
-- Euros in the currency and the prices of their factor. Cradle to gate: one number without a combustion part.
spend as (
    select
        steps.activity_id,
        'spend' as supply_lot,
        'unsplit' as component,
        steps.activity_type,
        activity_types.activity_category,
        cast(null as {{ dbt.type_string() }}) as power_product,
        steps.factor_edition_id as edition_id,
        steps.factor_id as factor_key,
        steps.factor_value,
        steps.factor_value as wtw_factor_value,
        cast(null as decimal(18, 9)) as biogenic_factor_value,
        steps.factor_currency as factor_unit,
        -- A factor is no better known than the index and the rate that bring the euros to it.
        case when steps.price_level_status = 'unverified' then 'unverified' else steps.factor_status end as factor_status,
        'none' as split_status,
        cast(null as {{ dbt.type_string() }}) as split_edition_id,
        cast(null as {{ dbt.type_string() }}) as biogenic_edition_id,
        true as is_chosen,
        activity_types.factor_uncertainty_key,
        false as is_zero_by_definition,
        'spend' as method,
        steps.amount_at_price_basis as quantity,
        steps.factor_currency as unit,
        steps.kg_co2e,
        cast(0 as decimal(18, 6)) as kg_co2_biogenic,
    {%- for column in carried_columns() %}
    activities.{{ column }}{{ ',' if not loop.last }}
    {%- endfor %}
    from {{ ref('fct_spend_emissions') }} as steps
    inner join {{ ref('fct_activities') }} as activities
        on steps.activity_id = activities.activity_id
    inner join activity_types
        on steps.activity_type = activity_types.activity_type
    where
        activities.extract_name = 'ledger_entries'
        and activities.claim_status = 'counted'
        and steps.kg_co2e is not null
),

-- Purchased quantities with a factor of the supplier or of a published source, in the unit of the factor.
priced_purchases as (
    select
        activities.activity_id,
        activities.activity_type,
        activities.activity_category,
        factors.supply_lot,
        factors.method,
        factors.factor_line_id,
        factors.factor_unit,
        factors.factor_value,
        factors.factor_status,
        cast(activities.quantity * factors.unit_multiplier as decimal(19, 6)) as quantity,
    {%- for column in carried_columns() %}
    activities.{{ column }}{{ ',' if not loop.last }}
    {%- endfor %}
    from {{ ref('fct_activities') }} as activities
    inner join {{ ref('int_purchase_factors') }} as factors
        on activities.line_id = factors.line_id
        and activities.occurrence = factors.occurrence
    where
        activities.extract_name = 'purchases_physical'
        and activities.claim_status = 'counted'
),

purchases as (
    select
        priced_purchases.activity_id,
        priced_purchases.supply_lot,
        'unsplit' as component,
        priced_purchases.activity_type,
        priced_purchases.activity_category,
        cast(null as {{ dbt.type_string() }}) as power_product,
        'supplier_factors' as edition_id,
        priced_purchases.factor_line_id as factor_key,
        priced_purchases.factor_value,
        priced_purchases.factor_value as wtw_factor_value,
        cast(null as decimal(18, 9)) as biogenic_factor_value,
        priced_purchases.factor_unit,
        priced_purchases.factor_status,
        'none' as split_status,
        cast(null as {{ dbt.type_string() }}) as split_edition_id,
        cast(null as {{ dbt.type_string() }}) as biogenic_edition_id,
        true as is_chosen,
        activity_types.factor_uncertainty_key,
        false as is_zero_by_definition,
        priced_purchases.method,
        priced_purchases.quantity,
        priced_purchases.factor_unit as unit,
        {{ to_kg('priced_purchases.quantity', 'priced_purchases.factor_value') }} as kg_co2e,
        cast(0 as decimal(18, 6)) as kg_co2_biogenic,
    {%- for column in carried_columns() %}
    priced_purchases.{{ column }}{{ ',' if not loop.last }}
    {%- endfor %}
    from priced_purchases
    inner join activity_types
        on priced_purchases.activity_type = activity_types.activity_type
),

components as (
    {%- for rows in ['listed', 'spend', 'purchases'] %}
    select
    {%- for column in columns %}
        {{ column }}{{ ',' if not loop.last }}
    {%- endfor %}
    from {{ rows }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select * from components
