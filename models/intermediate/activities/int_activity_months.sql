{%- set is_across_months -%}
    coalesce(
        cast({{ dbt.date_trunc('month', 'lines.period_end') }} as date) > cast({{ dbt.date_trunc('month', 'lines.period_start') }} as date),
        false
    )
{%- endset -%}
with

months as (
    select
        month_start,
        month_end
    from {{ ref('stg_months') }}
),

-- One row per line and calendar month that its period touches. A line without a readable period stays one row
-- without a month, so that its quantity is still counted as delivered. Most lines stay in one month, which they find by
-- its first day: only the others are compared with all months.
touched as (
    select
        lines.*,
        false as is_across_months,
        months.month_start,
        months.month_end
    from {{ ref('int_activity_lines') }} as lines
    left join months
        on lines.period_end >= lines.period_start
        and cast({{ dbt.date_trunc('month', 'lines.period_start') }} as date) = months.month_start
    where not ({{ is_across_months }})
    union all
    select
        lines.*,
        true as is_across_months,
        months.month_start,
        months.month_end
    from {{ ref('int_activity_lines') }} as lines
    left join months
        on lines.period_end >= lines.period_start
        and lines.period_start <= months.month_end
        and lines.period_end >= months.month_start
    where {{ is_across_months }}
),

with_part as (
    select
        touched.*,
        case when period_start > month_start then period_start else month_start end as part_start,
        case when period_end < month_end then period_end else month_end end as part_end
    from touched
),

with_days as (
    select
        with_part.*,
        {{ dbt.datediff('period_start', 'period_end', 'day') }} + 1 as days_in_period,
        {{ dbt.datediff('period_start', 'part_start', 'day') }} as days_before,
        {{ dbt.datediff('period_start', 'part_end', 'day') }} + 1 as days_through
    from with_part
),

-- Apportioned by day with whole-number cumulative shares, on the absolute value, so that the parts make the whole
-- exactly and a credit note cancels its invoice month by month.
apportioned as (
    select
        extract_name,
        line_id,
        occurrence,
        delivery_id,
        source_file,
        source_row,
        source_document,
        line_entity_id,
        location_id,
        project_id,
        supplier_id,
        vehicle_id,
        meter_id,
        charge_point_id,
        line_person_key,
        activity_type,
        period_start,
        period_end,
        source_quantity,
        source_unit,
        unit_multiplier,
        count_multiplier,
        quantity,
        unit,
        quantity_basis,
        estimation_method,
        credits_line_id,
        direction,
        amount_eur,
        entity_id,
        person_key,
        unreadable_reason,
        is_outside_boundary,
        contract_out_of_scope_reason,
        is_behind_own_main_meter,
        is_covered_by_activity,
        out_of_scope_reason,
        month_start,
        part_start,
        days_in_period,
        days_through - days_before as days_in_part,
        cast(
            case
                when month_start is null or quantity is null or not is_across_months then quantity
                else
                    {{ from_micro(
                        integer_divide(micro('abs(quantity)') ~ ' * days_through', 'days_in_period')
                        ~ ' - '
                        ~ integer_divide(micro('abs(quantity)') ~ ' * days_before', 'days_in_period')
                    ) }}
                    * case when quantity < 0 then -1 else 1 end
            end as decimal(19, 6)
        ) as month_quantity,
        cast(extract(year from month_start) as integer) as reporting_year
    from with_days
)

select * from apportioned
