with

parts as (
    select * from {{ ref('int_claim_parts') }}
),

activity_types as (
    select * from {{ ref('stg_activity_types') }}
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

estimates as (
    select
        estimation_method,
        min(uncertainty_pct_low) as uncertainty_pct_low,
        max(uncertainty_pct_high) as uncertainty_pct_high
    from {{ ref('stg_estimates') }}
    group by estimation_method
),

chain_weights as (
    select * from {{ ref('int_chain_weights') }}
),

activities as (
    select
        -- keys
        parts.extract_name
        || '|' || parts.line_id
        || '|' || cast(parts.occurrence as {{ dbt.type_string() }})
        || '|' || coalesce(substr(cast(parts.month_start as {{ dbt.type_string() }}), 1, 7), 'no-month')
        || '|' || parts.claim_part as activity_id,
        parts.extract_name,
        parts.line_id,
        parts.occurrence,
        parts.delivery_id,
        parts.source_file,
        parts.source_row,
        parts.source_document,
        parts.entity_id,
        parts.location_id,
        parts.project_id,
        parts.supplier_id,
        parts.vehicle_id,
        parts.meter_id,
        parts.charge_point_id,
        parts.person_key,
        parts.credits_line_id,
        -- attributes
        parts.part_activity_type as activity_type,
        activity_types.activity_category,
        parts.month_start as month,
        parts.part_start,
        parts.period_start,
        parts.period_end,
        parts.reporting_year,
        parts.claim_part,
        parts.claim_status,
        parts.claim_reason,
        case
            when parts.claim_status = 'superseded' or parts.claim_part in ('own_solar', 'above_cap')
                then
                    coalesce(
                        parts.balance_meter_id,
                        parts.meter_id,
                        parts.vehicle_id,
                        parts.location_id,
                        case when parts.claim_part = 'physical' then parts.source_document end,
                        parts.line_id
                    )
                    || '|' || coalesce(substr(cast(parts.month_start as {{ dbt.type_string() }}), 1, 7), 'no-month')
        end as claim_group_id,
        parts.quantity_basis,
        parts.estimation_method,
        -- All parts of one measurement share its error: one meter, one owner's estimate, else one source line.
        case
            when parts.meter_id is not null then 'meter|' || parts.meter_id
            when parts.estimation_method is not null then 'estimate|' || parts.estimation_method
            else 'line|' || parts.extract_name || '|' || parts.line_id
        end as activity_error_group,
        -- quantities
        parts.source_quantity,
        parts.source_unit,
        parts.unit_multiplier,
        parts.quantity as line_quantity,
        cast(parts.days_in_period as integer) as days_in_period,
        cast(parts.days_in_part as integer) as days_in_part,
        parts.month_quantity,
        parts.part_quantity as quantity,
        parts.unit,
        parts.count_multiplier,
        -- Travel of the surveyed stands for that of all subcontractors, by invoiced value.
        case
            when parts.extract_name = 'subcontractor_travel' and chain_weights.surveyed_invoiced_eur > 0
                then {{ scale_amount('parts.part_quantity', 'chain_weights.invoiced_eur', 'chain_weights.surveyed_invoiced_eur') }}
            else cast(parts.part_quantity * parts.count_multiplier as decimal(19, 6))
        end as emission_quantity,
        parts.amount_eur,
        scores.data_quality_score,
        -- The bounds of the estimate's own judgement lead, then those of the activity type, then those of the score.
        coalesce(estimates.uncertainty_pct_low, type_bounds.uncertainty_pct_low, bounds.uncertainty_pct_low) as activity_uncertainty_low_pct,
        coalesce(estimates.uncertainty_pct_high, type_bounds.uncertainty_pct_high, bounds.uncertainty_pct_high) as activity_uncertainty_high_pct,
        -- flags
        scores.is_estimated
    from parts
    left join activity_types
        on parts.part_activity_type = activity_types.activity_type
    left join scores
        on parts.quantity_basis = scores.quantity_basis
    left join bounds
        on scores.uncertainty_key = bounds.uncertainty_key
    -- The type as the line has it: what of a session comes from the own sun is measured as the session was.
    left join bounds as type_bounds
        on parts.activity_type = type_bounds.uncertainty_key
    left join estimates
        on parts.estimation_method = estimates.estimation_method
    left join chain_weights
        on parts.reporting_year = chain_weights.reporting_year
)

select * from activities
