{{ config(materialized=read_once()) }}
with

lines as (
    select * from {{ ref('int_activity_lines') }}
),

scores as (
    select
        quantity_basis,
        {{ read_integer('data_quality_score') }} as data_quality_score,
        uncertainty_key,
        {{ read_boolean('is_estimated') }} as is_estimated
    from {{ ref('data_quality_scores') }}
),

bounds as (
    select * from {{ ref('int_uncertainty_bounds') }}
    where applies_to = 'activity'
),

type_bounds as (
    select * from {{ ref('int_uncertainty_bounds') }}
    where applies_to = 'activity'
),

estimates as (
    select
        estimation_method,
        min(uncertainty_pct_low) as uncertainty_pct_low,
        max(uncertainty_pct_high) as uncertainty_pct_high
    from {{ ref('stg_estimates') }}
    group by estimation_method
),

-- The bounds of the estimate's own judgement lead, then those of the activity type, then those of the score.
-- All parts of one measurement share its error: one meter, one owner's estimate, else one source line.
quality as (
    select
        lines.extract_name,
        lines.line_id,
        lines.occurrence,
        scores.data_quality_score,
        scores.is_estimated,
        coalesce(estimates.uncertainty_pct_low, type_bounds.uncertainty_pct_low, bounds.uncertainty_pct_low) as activity_uncertainty_low_pct,
        coalesce(estimates.uncertainty_pct_high, type_bounds.uncertainty_pct_high, bounds.uncertainty_pct_high) as activity_uncertainty_high_pct,
        case
            when lines.meter_id is not null then 'meter|' || lines.meter_id
            when lines.estimation_method is not null then 'estimate|' || lines.estimation_method
            else 'line|' || lines.extract_name || '|' || lines.line_id
        end as activity_error_group
    from lines
    left join scores
        on lines.quantity_basis = scores.quantity_basis
    left join bounds
        on scores.uncertainty_key = bounds.uncertainty_key
    left join type_bounds
        on lines.activity_type = type_bounds.uncertainty_key
    left join estimates
        on lines.estimation_method = estimates.estimation_method
)

select * from quality
