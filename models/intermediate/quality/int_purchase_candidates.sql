with

purchases as (
    select * from {{ ref('stg_purchases_physical') }}
    where
        occurrence = 1
        and purchased_on is not null
        -- A type with a unit of its own takes a factor of a list.
        and activity_type is not null
        and activity_unit is null
),

factors as (
    select * from {{ ref('stg_supplier_factors') }}
    where occurrence = 1
),

units as (
    select * from {{ ref('stg_units') }}
),

used as (
    select
        line_id,
        min(method) as method
    from {{ ref('int_purchase_factors') }}
    group by line_id
),

candidates as (
    select
        purchases.line_id,
        purchases.source_file,
        purchases.source_row,
        purchases.entity_id,
        purchases.supplier_id,
        purchases.product,
        purchases.quantity,
        purchases.unit,
        purchases.amount_eur,
        purchases.activity_type,
        cast(extract(year from purchases.purchased_on) as integer) as reporting_year,
        factors.line_id as factor_line_id,
        factors.unit as factor_unit,
        factors.boundary,
        factors.boundary_text,
        factors.valid_from,
        factors.valid_to,
        factors.supplier_id is not null as is_of_supplier,
        (factors.valid_from is null or purchases.purchased_on >= factors.valid_from)
        and (factors.valid_to is null or purchases.purchased_on <= factors.valid_to) as is_in_force,
        lower(factors.unit) = lower(purchases.unit) or units.multiplier is not null as fits_unit,
        used.method,
        -- What a better factor would have been taken for.
        coalesce(used.method, 'average_data') = 'average_data'
        and (used.method is null or factors.supplier_id is not null) as is_missed
    from purchases
    inner join factors
        on lower(purchases.product) = lower(factors.product)
        and (factors.supplier_id is null or purchases.supplier_id = factors.supplier_id)
    left join units
        on lower(factors.unit) = units.activity_unit
        and lower(purchases.unit) = units.unit
    left join used
        on purchases.line_id = used.line_id
)

select * from candidates
