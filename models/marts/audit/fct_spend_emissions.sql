with

ledger as (
    select * from {{ ref('int_ledger_amounts') }}
),

activities as (
    select * from {{ ref('fct_activities') }}
    where extract_name = 'ledger_entries'
),

-- The claims on a line: what is left of it counts as spend, and what physical lines or the chain analysis tell does not.
claims as (
    select
        line_id,
        occurrence,
        min(case when claim_part = 'main' then activity_id end) as activity_id,
        min(case when claim_part = 'main' then claim_status end) as main_status,
        min(case when claim_part = 'main' then claim_reason end) as main_reason,
        min(case when claim_part <> 'main' then claim_reason end) as part_reason,
        min(month) as month,
        sum(case when claim_part = 'main' and claim_status = 'counted' then quantity else 0 end) as counted_eur,
        sum(case when claim_part = 'physical' then quantity else 0 end) as physical_eur,
        sum(case when claim_part = 'travel' then quantity else 0 end) as travel_eur
    from activities
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

spend as (
    select
        -- keys
        ledger.line_id,
        ledger.occurrence,
        claims.activity_id,
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
        claims.month,
        ledger.reporting_year,
        ledger.treatment,
        ledger.spend_category,
        ledger.ghg_category,
        ledger.reported_ghg_category,
        coalesce(claims.main_status, 'superseded') as claim_status,
        coalesce(claims.main_reason, claims.part_reason) as claim_reason,
        -- the amount, as delivered and in euro
        ledger.amount,
        ledger.currency,
        ledger.vat_amount,
        cast(ledger.amount_eur as decimal(19, 6)) as amount_eur,
        cast(claims.physical_eur as decimal(19, 6)) as physical_eur,
        cast(claims.travel_eur as decimal(19, 6)) as travel_eur,
        cast(claims.counted_eur as decimal(19, 6)) as counted_eur,
        ledger.price_level_year,
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
        differences.difference_factor_kg,
        -- flags
        ledger.is_subcontractor,
        ledger.is_credit as is_credit_note,
        ledger.is_paired as is_credit_paired
    from ledger
    inner join claims
        on ledger.line_id = claims.line_id
        and ledger.occurrence = claims.occurrence
    left join chosen
        on claims.activity_id = chosen.activity_id
    left join alternative
        on claims.activity_id = alternative.activity_id
    left join differences
        on claims.activity_id = differences.activity_id
)

select * from spend
