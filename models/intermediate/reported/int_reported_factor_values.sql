with

editions as (
    select
        edition_id,
        edition_year
    from {{ ref('stg_editions') }}
    where factor_list = 'co2emissiefactoren_nl'
),

type_factors as (
    select
        activity_type,
        factor_key,
        {{ read_integer('valid_from_year') }} as valid_from_year,
        {{ read_integer('valid_to_year') }} as valid_to_year
    from {{ ref('activity_type_factors') }}
),

power_products as (
    select
        product,
        factor_key
    from {{ ref('power_products') }}
),

activity_types as (
    select * from {{ ref('stg_activity_types') }}
),

factors as (
    select * from {{ ref('int_factors') }}
    where not is_withdrawn
),

-- What every edition gives per activity type, and for power per product. What an edition does not print has no row here.
keyed as (
    select
        editions.edition_id,
        'type|' || type_factors.activity_type as factor_subject,
        type_factors.factor_key
    from editions
    inner join type_factors
        on (type_factors.valid_from_year is null or editions.edition_year >= type_factors.valid_from_year)
        and (type_factors.valid_to_year is null or editions.edition_year <= type_factors.valid_to_year)
    union all
    select
        editions.edition_id,
        'power|' || power_products.product as factor_subject,
        power_products.factor_key
    from editions
    cross join power_products
    where power_products.product <> 'label'
),

printed as (
    select
        keyed.edition_id,
        keyed.factor_subject,
        factors.unit,
        factors.wtw_factor_value,
        factors.ttw_factor_value
    from keyed
    inner join factors
        on keyed.edition_id = factors.edition_id
        and keyed.factor_key = factors.factor_key
    where factors.wtw_factor_value is not null
),

factor_values as (
    select
        edition_id,
        factor_subject,
        unit,
        wtw_factor_value,
        ttw_factor_value
    from printed
    union all
    select
        editions.edition_id,
        'type|' || activity_types.activity_type as factor_subject,
        activity_types.activity_unit as unit,
        cast(0 as decimal(18, 9)) as wtw_factor_value,
        cast(0 as decimal(18, 9)) as ttw_factor_value
    from editions
    cross join activity_types
    where activity_types.is_zero_by_definition
)

select * from factor_values
