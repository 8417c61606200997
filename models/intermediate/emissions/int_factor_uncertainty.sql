with

factors as (
    select distinct
        activity_type,
        component,
        factor_status,
        factor_uncertainty_key,
        is_zero_by_definition
    from {{ ref('int_emission_components') }}
),

bounds as (
    select * from {{ ref('int_uncertainty_bounds') }}
    where applies_to = 'factor'
),

-- The key of the error of a factor: the company's own bound for the activity type, else that of the category;
-- the upstream part of a fuel is less certain than its combustion.
keyed as (
    select
        factors.activity_type,
        factors.component,
        factors.factor_status,
        factors.is_zero_by_definition,
        case
            when factors.component = 'upstream' and factors.factor_uncertainty_key = 'combustion_fuel_ttw' then 'fuel_upstream_wtt'
            else factors.factor_uncertainty_key
        end as uncertainty_key
    from factors
),

-- A value that was not read in an official list adds an error of its own in quadrature.
joined as (
    select
        keyed.activity_type,
        keyed.component,
        keyed.factor_status,
        keyed.uncertainty_key,
        case
            when keyed.is_zero_by_definition then cast(0 as decimal(19, 6))
            else coalesce(type_bounds.uncertainty_pct_low, key_bounds.uncertainty_pct_low)
        end as base_low_pct,
        case
            when keyed.is_zero_by_definition then cast(0 as decimal(19, 6))
            else coalesce(type_bounds.uncertainty_pct_high, key_bounds.uncertainty_pct_high)
        end as base_high_pct,
        case when keyed.factor_status <> 'official' then coalesce(status_bounds.uncertainty_pct_low, 0) else 0 end as status_low_pct,
        case when keyed.factor_status <> 'official' then coalesce(status_bounds.uncertainty_pct_high, 0) else 0 end as status_high_pct
    from keyed
    left join bounds as type_bounds
        on keyed.activity_type = type_bounds.uncertainty_key
    left join bounds as key_bounds
        on keyed.uncertainty_key = key_bounds.uncertainty_key
    left join bounds as status_bounds
        on status_bounds.uncertainty_key = 'status_unverified_adds'
),

combined as (
    select
        activity_type,
        component,
        factor_status,
        uncertainty_key,
        cast(-{{ quadrature('base_low_pct', 'status_low_pct') }} as decimal(9, 3)) as factor_uncertainty_low_pct,
        cast({{ quadrature('base_high_pct', 'status_high_pct') }} as decimal(9, 3)) as factor_uncertainty_high_pct
    from joined
)

select * from combined
