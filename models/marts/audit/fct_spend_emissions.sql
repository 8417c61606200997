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
    select * from {{ ref('int_spend_steps') }}
    where variant = 'chosen'
),

alternative as (
    select * from {{ ref('int_spend_steps') }}
    where variant = 'alternative'
),

differences as (
    select * from {{ ref('int_spend_differences') }}
),

-- Spend is the smaller part of a ledger: its steps find each other before they find their line.
steps as (
    select
        chosen.activity_id,
        -- the way that drives the footprint
        chosen.factor_edition_id,
        chosen.factor_id,
        chosen.factor_currency,
        chosen.factor_price_year,
        chosen.price_index_of_booking,
        chosen.price_index_of_factor,
        chosen.amount_in_price_year_eur,
        chosen.exchange_rate,
        chosen.amount_in_factor_currency,
        chosen.price_basis_ratio,
        chosen.amount_at_price_basis,
        chosen.factor_value,
        chosen.factor_status,
        chosen.price_level_status,
        chosen.kg_co2e,
        -- the other way of computing
        alternative.factor_edition_id as alternative_factor_edition_id,
        alternative.factor_id as alternative_factor_id,
        alternative.factor_currency as alternative_factor_currency,
        alternative.factor_price_year as alternative_factor_price_year,
        alternative.price_index_of_booking as alternative_price_index_of_booking,
        alternative.price_index_of_factor as alternative_price_index_of_factor,
        alternative.amount_in_price_year_eur as alternative_amount_in_price_year_eur,
        alternative.exchange_rate as alternative_exchange_rate,
        alternative.amount_in_factor_currency as alternative_amount_in_factor_currency,
        alternative.price_basis_ratio as alternative_price_basis_ratio,
        alternative.amount_at_price_basis as alternative_amount_at_price_basis,
        alternative.factor_value as alternative_factor_value,
        alternative.factor_status as alternative_factor_status,
        alternative.price_level_status as alternative_price_level_status,
        alternative.kg_co2e as kg_co2e_alternative,
        -- why they differ: the steps add up to the difference
        differences.difference_price_level_kg,
        differences.difference_currency_kg,
        differences.difference_price_basis_kg,
        differences.difference_factor_kg
    from chosen
    left join alternative
        on chosen.activity_id = alternative.activity_id
    left join differences
        on chosen.activity_id = differences.activity_id
),

spend as (
    select
        -- keys
        ledger.line_id,
        ledger.occurrence,
        main_parts.activity_id,
        ledger.delivery_id,
        ledger.source_file,
        ledger.source_row,
        ledger.source_document,
        ledger.entity_id,
        ledger.project_id,
        ledger.supplier_id,
        ledger.journal,
        ledger.document_number,
        ledger.account_code,
        ledger.credits_line_id,
        -- attributes
        ledger.description,
        ledger.booking_date,
        coalesce(main_parts.month, other_parts.month) as month,
        ledger.reporting_year,
        ledger.treatment,
        ledger.spend_category,
        ledger.ghg_category,
        ledger.reported_ghg_category,
        coalesce(main_parts.claim_status, 'superseded') as claim_status,
        coalesce(main_parts.claim_reason, other_parts.claim_reason) as claim_reason,
        -- the amount, as delivered and in euro
        ledger.amount,
        ledger.currency,
        ledger.vat_amount,
        cast(ledger.amount_eur as decimal(19, 6)) as amount_eur,
        cast(coalesce(other_parts.physical_eur, 0) as decimal(19, 6)) as physical_eur,
        cast(coalesce(other_parts.travel_eur, 0) as decimal(19, 6)) as travel_eur,
        cast(case when main_parts.claim_status = 'counted' then main_parts.quantity else 0 end as decimal(19, 6)) as counted_eur,
        ledger.price_level_year,
        -- the way that drives the footprint
        steps.factor_edition_id,
        steps.factor_id,
        steps.factor_currency,
        steps.factor_price_year,
        steps.price_index_of_booking,
        steps.price_index_of_factor,
        steps.amount_in_price_year_eur,
        steps.exchange_rate,
        steps.amount_in_factor_currency,
        steps.price_basis_ratio,
        steps.amount_at_price_basis,
        steps.factor_value,
        steps.factor_status,
        steps.price_level_status,
        steps.kg_co2e,
        -- the other way of computing
        steps.alternative_factor_edition_id,
        steps.alternative_factor_id,
        steps.alternative_factor_currency,
        steps.alternative_factor_price_year,
        steps.alternative_price_index_of_booking,
        steps.alternative_price_index_of_factor,
        steps.alternative_amount_in_price_year_eur,
        steps.alternative_exchange_rate,
        steps.alternative_amount_in_factor_currency,
        steps.alternative_price_basis_ratio,
        steps.alternative_amount_at_price_basis,
        steps.alternative_factor_value,
        steps.alternative_factor_status,
        steps.alternative_price_level_status,
        steps.kg_co2e_alternative,
        -- why they differ: the steps add up to the difference
        steps.difference_price_level_kg,
        steps.difference_currency_kg,
        steps.difference_price_basis_kg,
        steps.difference_factor_kg,
        -- flags
        ledger.is_subcontractor,
        ledger.is_credit as is_credit_note,
        ledger.is_paired as is_credit_paired
    from ledger
    left join main_parts
        on ledger.line_id = main_parts.line_id
        and ledger.occurrence = main_parts.occurrence
    left join other_parts
        on ledger.line_id = other_parts.line_id
        and ledger.occurrence = other_parts.occurrence
    left join steps
        on main_parts.activity_id = steps.activity_id
)

select * from spend
