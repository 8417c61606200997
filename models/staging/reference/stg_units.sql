with

units as (
    select * from {{ ref('units') }}
),

typed as (
    select
        activity_unit,
        unit,
        {{ read_decimal('multiplier', 18, 9) }} as multiplier,
        reason
    from units
)

select * from typed
