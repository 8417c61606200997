with

defaults as (
    select
        applies_to,
        {{ adapter.quote('key') }} as uncertainty_key,
        {{ read_number('uncertainty_pct_low') }} as uncertainty_pct_low,
        {{ read_number('uncertainty_pct_high') }} as uncertainty_pct_high
    from {{ ref('uncertainty_defaults') }}
    union all
    select
        applies_to,
        {{ adapter.quote('key') }} as uncertainty_key,
        {{ read_number('uncertainty_pct_low') }} as uncertainty_pct_low,
        {{ read_number('uncertainty_pct_high') }} as uncertainty_pct_high
    from {{ ref('uncertainty_conventions') }}
),

overrides as (
    select
        applies_to,
        {{ adapter.quote('key') }} as uncertainty_key,
        min(uncertainty_pct_low) as uncertainty_pct_low,
        max(uncertainty_pct_high) as uncertainty_pct_high
    from {{ ref('stg_uncertainties') }}
    group by
        applies_to,
        {{ adapter.quote('key') }}
),

-- A company's own bounds lead; a key may also be an activity type, which has no default.
bounds as (
    select
        applies_to,
        uncertainty_key,
        uncertainty_pct_low,
        uncertainty_pct_high,
        true as is_override
    from overrides
    union all
    select
        defaults.applies_to,
        defaults.uncertainty_key,
        defaults.uncertainty_pct_low,
        defaults.uncertainty_pct_high,
        false as is_override
    from defaults
    left join overrides
        on defaults.applies_to = overrides.applies_to
        and defaults.uncertainty_key = overrides.uncertainty_key
    where overrides.uncertainty_key is null
)

select * from bounds
