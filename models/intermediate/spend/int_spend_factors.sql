with

categories as (
    select * from {{ ref('int_spend_categories') }}
),

-- The two kinds of spend factor with the currency and the year of the prices that they are per.
factors as (
    select
        edition_id,
        factor_key,
        'gbp' as factor_currency,
        price_year as factor_price_year,
        kg_co2e_per_gbp as factor_value,
        factor_status
    from {{ ref('stg_factors__uk_spend') }}
    union all
    select
        edition_id,
        factor_key,
        applied_currency as factor_currency,
        price_year as factor_price_year,
        kg_co2e_per_unit as factor_value,
        factor_status
    from {{ ref('stg_factors__spend_printed') }}
),

variants as (
    select
        spend_category,
        effective_from_year,
        'chosen' as variant,
        edition_id,
        factor_key,
        price_basis_ratio
    from categories
    union all
    select
        spend_category,
        effective_from_year,
        'alternative' as variant,
        alternative_edition_id as edition_id,
        alternative_factor_key as factor_key,
        price_basis_ratio
    from categories
    where alternative_factor_key is not null
),

-- A factor without a price year is applied as it is printed: nothing of it can be converted.
joined as (
    select
        variants.spend_category,
        variants.effective_from_year,
        variants.variant,
        variants.edition_id as factor_edition_id,
        variants.factor_key as factor_id,
        factors.factor_currency,
        factors.factor_price_year,
        factors.factor_value,
        factors.factor_status,
        case when factors.factor_price_year is null then cast(1 as decimal(19, 6)) else variants.price_basis_ratio end as price_basis_ratio
    from variants
    left join factors
        on variants.edition_id = factors.edition_id
        and variants.factor_key = factors.factor_key
)

select * from joined
