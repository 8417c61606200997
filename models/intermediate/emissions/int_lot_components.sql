with

lot_factors as (
    select * from {{ ref('int_lot_factors') }}
),

-- A lot without a well-to-wheel value, or with a factor in another unit, gives no kg: a finding, never a guess.
usable as (
    select * from lot_factors
    where
        wtw_factor_value is not null
        and unit = factor_unit
),

-- The printed WTW leads: upstream is what is left of the rounded total, so that the parts always make it.
components as (
    select
        usable.*,
        'direct' as component,
        ttw_factor_value as factor_value,
        {{ to_kg('quantity', 'ttw_factor_value') }} as kg_co2e,
        {{ to_kg('quantity', 'coalesce(biogenic_factor_value, 0)') }} as kg_co2_biogenic
    from usable
    where split_status in ('printed', 'derived')
    union all
    select
        usable.*,
        'upstream' as component,
        cast(wtw_factor_value - ttw_factor_value as decimal(18, 9)) as factor_value,
        cast({{ to_kg('quantity', 'wtw_factor_value') }} - {{ to_kg('quantity', 'ttw_factor_value') }} as decimal(18, 6)) as kg_co2e,
        cast(0 as decimal(18, 6)) as kg_co2_biogenic
    from usable
    where split_status in ('printed', 'derived')
    union all
    select
        usable.*,
        'unsplit' as component,
        wtw_factor_value as factor_value,
        {{ to_kg('quantity', 'wtw_factor_value') }} as kg_co2e,
        {{ to_kg('quantity', 'coalesce(biogenic_factor_value, 0)') }} as kg_co2_biogenic
    from usable
    where split_status not in ('printed', 'derived')
)

select * from components
