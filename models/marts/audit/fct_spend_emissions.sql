with

ledger as (
    select * from {{ ref('int_ledger_amounts') }}
),

-- What is left of a line counts as spend.
main_parts as (
    select
        line_id,
        occurrence,
        activity_id,
        claim_status,
        claim_reason,
        month,
        quantity
    from {{ ref('fct_activities') }}
    where
        extract_name = 'ledger_entries'
        and claim_part = 'main'
),

-- What physical lines or the chain analysis tell of a line does not. Few lines have such parts: only these are added up.
other_parts as (
    select
        line_id,
        occurrence,
        min(claim_reason) as claim_reason,
        min(month) as month,
        sum(case when claim_part = 'physical' then quantity else 0 end) as physical_eur,
        sum(case when claim_part = 'travel' then quantity else 0 end) as travel_eur
    from {{ ref('fct_activities') }}
    where
        extract_name = 'ledger_entries'
        and claim_part <> 'main'
    group by
        line_id,
        occurrence
),

chosen as (
    select * from {{ ref('int_spend_factors') }}
    where variant = 'chosen'
),

alternative as (
    select * from {{ ref('int_spend_factors') }}
    where variant = 'alternative'
),

price_levels as (
    select * from {{ ref('int_price_levels') }}
),

-- A counted line with the factor that drives the footprint and the other one. Without a factor there is nothing to step.
lines as (
    select
        ledger.*,
        main_parts.activity_id,
        main_parts.claim_status,
        main_parts.quantity as main_quantity,
        coalesce(main_parts.claim_reason, other_parts.claim_reason) as claim_reason,
        coalesce(main_parts.month, other_parts.month) as month,
        other_parts.physical_eur,
        other_parts.travel_eur,
        chosen.factor_edition_id,
        chosen.factor_id,
        chosen.factor_currency,
        chosen.factor_price_year,
        chosen.factor_value,
        chosen.factor_status,
        chosen.price_basis_ratio,
        case when chosen.variant is not null then main_parts.quantity end as step_eur,
        alternative.factor_edition_id as alternative_factor_edition_id,
        alternative.factor_id as alternative_factor_id,
        alternative.factor_currency as alternative_factor_currency,
        alternative.factor_price_year as alternative_factor_price_year,
        alternative.factor_value as alternative_factor_value,
        alternative.factor_status as alternative_factor_status,
        alternative.price_basis_ratio as alternative_price_basis_ratio,
        case when alternative.variant is not null then main_parts.quantity end as alternative_step_eur
    from ledger
    left join main_parts
        on ledger.line_id = main_parts.line_id
        and ledger.occurrence = main_parts.occurrence
    left join other_parts
        on ledger.line_id = other_parts.line_id
        and ledger.occurrence = other_parts.occurrence
    left join chosen
        on main_parts.claim_status = 'counted'
        and ledger.spend_category = chosen.spend_category
        and coalesce(ledger.category_from_year, 0) = coalesce(chosen.effective_from_year, 0)
    left join alternative
        on main_parts.claim_status = 'counted'
        and ledger.spend_category = alternative.spend_category
        and coalesce(ledger.category_from_year, 0) = coalesce(alternative.effective_from_year, 0)
),

{{ spend_amounts('lines', amount='step_eur') }},

{{ spend_amounts('steps', prefix='alternative_', amount='alternative_step_eur') }},

-- From the chosen way to the other one, one step after another with the chosen factor, and the factor last:
-- first its price year, then its currency, then its price basis.
repriced as (
    select
        alternative_steps.*,
        case
            when needs_rate then {{ scale_amount('alternative_amount_in_price_year_eur', 'exchange_rate') }}
            else alternative_amount_in_price_year_eur
        end as amount_repriced
    from alternative_steps
),

valued as (
    select
        repriced.*,
        {{ to_kg(scale_amount('amount_repriced', 'price_basis_ratio'), 'factor_value') }} as repriced_kg,
        {{ to_kg(scale_amount('alternative_amount_in_factor_currency', 'price_basis_ratio'), 'factor_value') }} as exchanged_kg,
        {{ to_kg('alternative_amount_at_price_basis', 'factor_value') }} as rebased_kg
    from repriced
),

spend as (
    select
        -- keys
        line_id,
        occurrence,
        activity_id,
        delivery_id,
        source_file,
        source_row,
        source_document,
        entity_id,
        project_id,
        supplier_id,
        journal,
        document_number,
        account_code,
        credits_line_id,
        -- attributes
        description,
        booking_date,
        month,
        reporting_year,
        treatment,
        activity_type,
        spend_category,
        ghg_category,
        reported_ghg_category,
        coalesce(claim_status, 'superseded') as claim_status,
        claim_reason,
        -- the amount, as delivered and in euro
        amount,
        currency,
        vat_amount,
        cast(amount_eur as decimal(19, 6)) as amount_eur,
        cast(coalesce(physical_eur, 0) as decimal(19, 6)) as physical_eur,
        cast(coalesce(travel_eur, 0) as decimal(19, 6)) as travel_eur,
        cast(case when claim_status = 'counted' then main_quantity else 0 end as decimal(19, 6)) as counted_eur,
        price_level_year,
        -- the way that drives the footprint
        factor_edition_id,
        factor_id,
        factor_currency,
        factor_price_year,
        price_index_of_booking,
        price_index_of_factor,
        amount_in_price_year_eur,
        exchange_rate,
        amount_in_factor_currency,
        price_basis_ratio,
        amount_at_price_basis,
        factor_value,
        factor_status,
        price_level_status,
        kg_co2e,
        -- the other way of computing
        alternative_factor_edition_id,
        alternative_factor_id,
        alternative_factor_currency,
        alternative_factor_price_year,
        alternative_price_index_of_booking,
        alternative_price_index_of_factor,
        alternative_amount_in_price_year_eur,
        alternative_exchange_rate,
        alternative_amount_in_factor_currency,
        alternative_price_basis_ratio,
        alternative_amount_at_price_basis,
        alternative_factor_value,
        alternative_factor_status,
        alternative_price_level_status,
        alternative_kg_co2e as kg_co2e_alternative,
        -- why they differ: the steps add up to the difference
        cast(repriced_kg - kg_co2e as decimal(18, 6)) as difference_price_level_kg,
        cast(exchanged_kg - repriced_kg as decimal(18, 6)) as difference_currency_kg,
        cast(rebased_kg - exchanged_kg as decimal(18, 6)) as difference_price_basis_kg,
        cast(alternative_kg_co2e - rebased_kg as decimal(18, 6)) as difference_factor_kg,
        -- flags
        is_subcontractor,
        is_credit as is_credit_note,
        is_paired as is_credit_paired
    from valued
)

select * from spend
