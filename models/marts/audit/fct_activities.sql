with

parts as (
    select * from {{ ref('int_claim_parts') }}
),

activity_types as (
    select * from {{ ref('stg_activity_types') }}
),

data_quality as (
    select * from {{ ref('int_activity_quality') }}
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
        data_quality.activity_error_group,
        -- quantities
        parts.source_quantity,
        parts.source_unit,
        parts.unit_multiplier,
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
        data_quality.data_quality_score,
        data_quality.activity_uncertainty_low_pct,
        data_quality.activity_uncertainty_high_pct,
        -- flags
        data_quality.is_estimated
    from parts
    left join activity_types
        on parts.part_activity_type = activity_types.activity_type
    left join data_quality
        on parts.extract_name = data_quality.extract_name
        and parts.line_id = data_quality.line_id
        and parts.occurrence = data_quality.occurrence
    left join chain_weights
        on parts.reporting_year = chain_weights.reporting_year
)

select * from activities
