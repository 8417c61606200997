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

{{ spend_amounts('keyed') }}
{%- endmacro %}

{#- The steps from euros to kg for one factor per row: CTEs that end in `<prefix>steps`. `rows` is a CTE with price_level_year, the
    factor (<prefix>factor_currency, <prefix>factor_price_year, <prefix>factor_value, <prefix>price_basis_ratio) and the euros (`amount`), which
    are null where there is nothing to compute; `price_levels` is a CTE too.
    Usage: {{ spend_amounts('keyed') }} select * from steps -#}
{% macro spend_amounts(rows, prefix='', amount='counted_eur') -%}
-- What each step needs: nothing for a factor without a price year, no index within one year, no rate for euros.
{{ prefix }}levelled as (
    select
        given.*,
        coalesce(given.{{ prefix }}factor_price_year <> given.price_level_year, false) as {{ prefix }}needs_index,
        given.{{ prefix }}factor_currency <> 'eur' as {{ prefix }}needs_rate,
        booking_index.price_level as {{ prefix }}price_index_of_booking,
        factor_index.price_level as {{ prefix }}price_index_of_factor,
        rates.price_level as {{ prefix }}exchange_rate,
        case
            when 'unverified' in (rates.status, booking_index.status, factor_index.status) then 'unverified'
            else coalesce(factor_index.status, rates.status)
        end as {{ prefix }}price_level_status
    from {{ rows }} as given
    left join price_levels as booking_index
        on booking_index.series = 'cpi_nl_1962_100'
        and given.price_level_year = booking_index.price_year
        and given.{{ prefix }}factor_price_year <> given.price_level_year
    left join price_levels as factor_index
        on factor_index.series = 'cpi_nl_1962_100'
        and given.{{ prefix }}factor_price_year = factor_index.price_year
        and given.{{ prefix }}factor_price_year <> given.price_level_year
    left join price_levels as rates
        on rates.series = given.{{ prefix }}factor_currency || '_per_eur_yearly_average'
        and given.{{ prefix }}factor_price_year = rates.price_year
        and given.{{ prefix }}factor_currency <> 'eur'
),

-- The known wrong way turns the index over: euros of a dear year would grow on their way back to a cheap one.
{{ prefix }}priced as (
    select
        {{ prefix }}levelled.*,
        case
            when {{ prefix }}needs_index then {{ scale_amount(amount, prefix ~ 'price_index_of_factor', prefix ~ 'price_index_of_booking') }}
            else {{ amount }}
        end as {{ prefix }}amount_in_price_year_eur
    from {{ prefix }}levelled
),

{{ prefix }}exchanged as (
    select
        {{ prefix }}priced.*,
        case
            when {{ prefix }}needs_rate then {{ scale_amount(prefix ~ 'amount_in_price_year_eur', prefix ~ 'exchange_rate') }}
            else {{ prefix }}amount_in_price_year_eur
        end as {{ prefix }}amount_in_factor_currency
    from {{ prefix }}priced
),

{{ prefix }}based as (
    select
        {{ prefix }}exchanged.*,
        {{ scale_amount(prefix ~ 'amount_in_factor_currency', prefix ~ 'price_basis_ratio') }} as {{ prefix }}amount_at_price_basis
    from {{ prefix }}exchanged
),

{{ prefix }}steps as (
    select
        {{ prefix }}based.*,
        {{ to_kg(prefix ~ 'amount_at_price_basis', prefix ~ 'factor_value') }} as {{ prefix }}kg_co2e
    from {{ prefix }}based
)
{%- endmacro %}
