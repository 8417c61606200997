with

steps as (
    select * from {{ ref('int_spend_steps') }}
),

chosen as (
    select * from steps
    where variant = 'chosen'
),

alternative as (
    select * from steps
    where variant = 'alternative'
),

-- From the chosen way to the other one, one step after another with the chosen factor, and the factor last:
-- first its price year, then its currency, then its price basis.
stepped as (
    select
        chosen.activity_id,
        chosen.kg_co2e as chosen_kg,
        alternative.kg_co2e as alternative_kg,
        chosen.factor_value,
        chosen.price_basis_ratio,
        case
            when chosen.needs_rate
                then {{ scale_amount('alternative.amount_in_price_year_eur', 'chosen.exchange_rate') }}
            else alternative.amount_in_price_year_eur
        end as amount_repriced,
        alternative.amount_in_factor_currency as amount_exchanged,
        alternative.amount_at_price_basis as amount_rebased
    from chosen
    inner join alternative
        on chosen.activity_id = alternative.activity_id
),

valued as (
    select
        activity_id,
        chosen_kg,
        alternative_kg,
        {{ to_kg(scale_amount('amount_repriced', 'price_basis_ratio'), 'factor_value') }} as repriced_kg,
        {{ to_kg(scale_amount('amount_exchanged', 'price_basis_ratio'), 'factor_value') }} as exchanged_kg,
        {{ to_kg('amount_rebased', 'factor_value') }} as rebased_kg
    from stepped
),

differences as (
    select
        activity_id,
        cast(repriced_kg - chosen_kg as decimal(18, 6)) as difference_price_level_kg,
        cast(exchanged_kg - repriced_kg as decimal(18, 6)) as difference_currency_kg,
        cast(rebased_kg - exchanged_kg as decimal(18, 6)) as difference_price_basis_kg,
        cast(alternative_kg - rebased_kg as decimal(18, 6)) as difference_factor_kg
    from valued
)

select * from differences
