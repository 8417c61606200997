with

purchases as (
    select * from {{ ref('stg_purchases_physical') }}
    where
        occurrence = 1
        and activity_type is not null
        and activity_unit is null
        and purchased_on is not null
),

factors as (
    select * from {{ ref('stg_supplier_factors') }}
    where
        occurrence = 1
        -- A purchase takes nothing out of the air: removals are stated elsewhere.
        and kg_co2e >= 0
        and boundary is not null
),

units as (
    select * from {{ ref('stg_units') }}
),

-- Factors of the product that hold on the day and speak of a unit to which the purchase converts: the supplier's own,
-- or an average that names no supplier.
matched as (
    select
        purchases.line_id,
        purchases.occurrence,
        factors.line_id as factor_line_id,
        factors.boundary,
        factors.supplier_id is not null as is_of_supplier,
        lower(factors.unit) as factor_unit,
        cast(factors.kg_co2e as decimal(18, 9)) as factor_value,
        factors.factor_status,
        case when lower(factors.unit) = lower(purchases.unit) then cast(1 as decimal(18, 9)) else units.multiplier end as unit_multiplier,
        row_number() over (
            partition by purchases.line_id, factors.boundary, factors.supplier_id is not null
            order by factors.valid_from desc nulls last, factors.line_id
        ) as factor_rank
    from purchases
    inner join factors
        on lower(purchases.product) = lower(factors.product)
        and (factors.supplier_id is null or purchases.supplier_id = factors.supplier_id)
        and (factors.valid_from is null or purchases.purchased_on >= factors.valid_from)
        and (factors.valid_to is null or purchases.purchased_on <= factors.valid_to)
    left join units
        on lower(factors.unit) = units.activity_unit
        and lower(purchases.unit) = units.unit
    where
        (
            lower(factors.unit) = lower(purchases.unit)
            or units.multiplier is not null
        )
        -- More than a hundred million tonnes in one line is an error of unit; the bound keeps every product inside its type.
        and cast(abs(purchases.quantity) as decimal(19, 6)) * factors.kg_co2e < 100000000000
),

best as (
    select * from matched
    where factor_rank = 1
),

-- The waterfall: the supplier's whole factor, else its own part with an upstream part that leaves it out, else an average.
-- A cradle-to-gate average is never added to the supplier's own part: it would count that part twice.
methods as (
    select
        line_id,
        case
            when max(case when is_of_supplier and boundary = 'cradle_to_gate' then 1 else 0 end) = 1 then 'supplier_specific'
            when
                max(case when is_of_supplier and boundary = 'gate_to_gate' then 1 else 0 end) = 1
                and max(case when boundary = 'upstream_of_supplier' then 1 else 0 end) = 1
                then 'hybrid'
            when max(case when not is_of_supplier and boundary = 'cradle_to_gate' then 1 else 0 end) = 1 then 'average_data'
        end as method,
        max(case when is_of_supplier and boundary = 'upstream_of_supplier' then 1 else 0 end) = 1 as has_own_upstream
    from best
    group by line_id
),

used as (
    select
        best.line_id,
        best.occurrence,
        methods.method,
        case
            when methods.method = 'average_data' then 'average'
            when best.boundary = 'upstream_of_supplier' then 'upstream_of_supplier'
            else 'supplier'
        end as supply_lot,
        best.factor_line_id,
        best.factor_unit,
        best.factor_value,
        best.factor_status,
        best.unit_multiplier
    from best
    inner join methods
        on best.line_id = methods.line_id
    where
        (methods.method = 'supplier_specific' and best.is_of_supplier and best.boundary = 'cradle_to_gate')
        or (methods.method = 'average_data' and not best.is_of_supplier and best.boundary = 'cradle_to_gate')
        or (methods.method = 'hybrid' and best.is_of_supplier and best.boundary = 'gate_to_gate')
        or (
            methods.method = 'hybrid'
            and best.boundary = 'upstream_of_supplier'
            and best.is_of_supplier = methods.has_own_upstream
        )
)

select * from used
