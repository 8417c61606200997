with

printed as (
    select * from {{ ref('spend_printed_2011') }}
),

typed as (
    select
        'spend_printed_2011' as edition_id,
        factor_key,
        product_group,
        printed_currency,
        applied_currency,
        status as factor_status,
        source,
        note,
        {{ read_decimal('kg_co2e_per_unit', 18, 9) }} as kg_co2e_per_unit,
        {{ read_integer('price_year') }} as price_year
    from printed
)

select * from typed
