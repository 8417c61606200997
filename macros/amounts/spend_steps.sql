{#- Euros in the prices, the currency and the price basis of their factor, one step per column, for the chosen factor and the
    alternative: CTEs that end in `steps`. `rows` is a CTE of rows of fct_activities that are lines of the ledger.
    Usage: {{ spend_steps('counted') }} select * from steps -#}
{% macro spend_steps(rows) -%}
ledger as (
    select * from {{ ref('int_ledger_amounts') }}
),

factors as (
    select * from {{ ref('int_spend_factors') }}
),

price_levels as (
    select * from {{ ref('int_price_levels') }}
),

keyed as (
    select
        parts.activity_id,
        parts.line_id,
        parts.occurrence,
        parts.activity_type,
        parts.activity_category,
        parts.reporting_year,
        parts.quantity as counted_eur,
        ledger.spend_category,
        ledger.price_level_year,
        factors.variant,
        factors.factor_edition_id,
        factors.factor_id,
        factors.factor_currency,
        factors.factor_price_year,
        factors.factor_value,
        factors.factor_status,
        factors.price_basis_ratio
    from {{ rows }} as parts
    inner join ledger
        on parts.line_id = ledger.line_id
        and parts.occurrence = ledger.occurrence
    inner join factors
        on ledger.spend_category = factors.spend_category
        and coalesce(ledger.category_from_year, 0) = coalesce(factors.effective_from_year, 0)
),

-- What each step needs: nothing for a factor without a price year, no index within one year, no rate for euros.
levelled as (
    select
        keyed.*,
        coalesce(keyed.factor_price_year <> keyed.price_level_year, false) as needs_index,
        keyed.factor_currency <> 'eur' as needs_rate,
        booking_index.price_level as price_index_of_booking,
        factor_index.price_level as price_index_of_factor,
        rates.price_level as exchange_rate,
        case
            when 'unverified' in (rates.status, booking_index.status, factor_index.status) then 'unverified'
            else coalesce(factor_index.status, rates.status)
        end as price_level_status
    from keyed
    left join price_levels as booking_index
        on booking_index.series = 'cpi_nl_1962_100'
        and keyed.price_level_year = booking_index.price_year
        and keyed.factor_price_year <> keyed.price_level_year
    left join price_levels as factor_index
        on factor_index.series = 'cpi_nl_1962_100'
        and keyed.factor_price_year = factor_index.price_year
        and keyed.factor_price_year <> keyed.price_level_year
    left join price_levels as rates
        on rates.series = keyed.factor_currency || '_per_eur_yearly_average'
        and keyed.factor_price_year = rates.price_year
        and keyed.factor_currency <> 'eur'
),

-- The known wrong way turns the index over: euros of a dear year would grow on their way back to a cheap one.
priced as (
    select
        levelled.*,
        case
            when needs_index then {{ scale_amount('counted_eur', 'price_index_of_factor', 'price_index_of_booking') }}
            else counted_eur
        end as amount_in_price_year_eur
    from levelled
),

exchanged as (
    select
        priced.*,
        case
            when needs_rate then {{ scale_amount('amount_in_price_year_eur', 'exchange_rate') }}
            else amount_in_price_year_eur
        end as amount_in_factor_currency
    from priced
),

based as (
    select
        exchanged.*,
        {{ scale_amount('amount_in_factor_currency', 'price_basis_ratio') }} as amount_at_price_basis
    from exchanged
),

steps as (
    select
        based.*,
        {{ to_kg('amount_at_price_basis', 'factor_value') }} as kg_co2e
    from based
)
{%- endmacro %}
