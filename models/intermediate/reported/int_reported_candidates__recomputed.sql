with

figures as (
    select * from {{ ref('int_reported_figures') }}
    where problem is null
),

recomputed as (
    select * from {{ ref('int_reported_recomputed') }}
),

reported_values as (
    select * from {{ ref('int_reported_values') }}
),

own_values as (
    select * from {{ ref('int_reported_own_values') }}
),

periods as (
    select * from {{ ref('int_reported_periods') }}
),

savings as (
    select * from {{ ref('int_reported_savings') }}
    where changes > 0
),

change_pairs as (
    select * from {{ ref('int_reported_change_pairs') }}
),

as_it_is as (
    select
        figure_id,
        recomputed_value as candidate_value
    from recomputed
),

subtotals as (
    select
        figures.figure_id,
        reported_values.edition_id,
        reported_values.supply_option,
        reported_values.component_option,
        reported_values.claim_option,
        reported_values.subtotal_option,
        reported_values.subtotal_dimension,
        reported_values.subtotal_member,
        reported_values.changes,
        reported_values.basis_order + 100000000 * reported_values.subtotal_order as candidate_order,
        reported_values.reported_value as candidate_value
    from figures
    inner join reported_values
        on figures.metric = reported_values.metric
        and figures.entity = reported_values.entity
        and figures.end_period = reported_values.period_label
    where
        reported_values.changes > 0
        and reported_values.kind = figures.kind
),

other_periods as (
    select
        figures.figure_id,
        own_values.period_label as other_period,
        own_values.own_value as candidate_value
    from figures
    inner join periods
        on figures.end_period = periods.period_label
    inner join own_values
        on figures.metric = own_values.metric
        and figures.entity = own_values.entity
        and figures.end_period <> own_values.period_label
    inner join periods as value_periods
        on own_values.period_label = value_periods.period_label
        and periods.period_kind = value_periods.period_kind
),

-- Both ends of a change on the same basis; another pair of periods only as a whole.
changed as (
    select
        figures.figure_id,
        end_values.edition_id,
        end_values.supply_option,
        end_values.component_option,
        end_values.claim_option,
        end_values.subtotal_option,
        end_values.subtotal_dimension,
        end_values.subtotal_member,
        change_pairs.period_option,
        change_pairs.other_period,
        change_pairs.denominator_option,
        change_pairs.denominator_metric,
        end_values.changes + change_pairs.changes as changes,
        end_values.basis_order + 100000000 * end_values.subtotal_order as candidate_order,
        {{ relative_change(
            'end_values.reported_value', 'change_pairs.end_by', 'base_values.reported_value', 'change_pairs.base_by'
        ) }} as candidate_value
    from figures
    inner join change_pairs
        on figures.figure_id = change_pairs.figure_id
    inner join reported_values as end_values
        on figures.base_metric = end_values.metric
        and figures.entity = end_values.entity
        and change_pairs.end_period = end_values.period_label
    inner join reported_values as base_values
        on figures.base_metric = base_values.metric
        and figures.entity = base_values.entity
        and change_pairs.base_period = base_values.period_label
        and end_values.basis_id = base_values.basis_id
        and end_values.subtotal_option = base_values.subtotal_option
        and end_values.subtotal_member = base_values.subtotal_member
    where
        end_values.changes + change_pairs.changes between 1 and 2
        and end_values.reported_value >= 0
        and base_values.reported_value > 0
),

candidates as (
    select
        figure_id,
        cast(null as {{ dbt.type_string() }}) as edition_id,
        'as_contracted' as supply_option,
        'well_to_wheel' as component_option,
        'counted' as claim_option,
        'whole' as subtotal_option,
        'whole' as subtotal_dimension,
        'whole' as subtotal_member,
        'own' as period_option,
        cast(null as {{ dbt.type_string() }}) as other_period,
        'own' as denominator_option,
        cast(null as {{ dbt.type_string() }}) as denominator_metric,
        'own' as comparison_option,
        cast(null as {{ dbt.type_string() }}) as comparison_member,
        0 as changes,
        0 as candidate_order,
        candidate_value
    from as_it_is
    union all
    select
        figure_id,
        edition_id,
        supply_option,
        component_option,
        claim_option,
        subtotal_option,
        subtotal_dimension,
        subtotal_member,
        'own' as period_option,
        cast(null as {{ dbt.type_string() }}) as other_period,
        'own' as denominator_option,
        cast(null as {{ dbt.type_string() }}) as denominator_metric,
        'own' as comparison_option,
        cast(null as {{ dbt.type_string() }}) as comparison_member,
        changes,
        candidate_order,
        candidate_value
    from subtotals
    union all
    select
        figure_id,
        cast(null as {{ dbt.type_string() }}) as edition_id,
        'as_contracted' as supply_option,
        'well_to_wheel' as component_option,
        'counted' as claim_option,
        'whole' as subtotal_option,
        'whole' as subtotal_dimension,
        'whole' as subtotal_member,
        'other' as period_option,
        other_period,
        'own' as denominator_option,
        cast(null as {{ dbt.type_string() }}) as denominator_metric,
        'own' as comparison_option,
        cast(null as {{ dbt.type_string() }}) as comparison_member,
        1 as changes,
        0 as candidate_order,
        candidate_value
    from other_periods
    union all
    select
        figure_id,
        edition_id,
        'as_contracted' as supply_option,
        component_option,
        'counted' as claim_option,
        'whole' as subtotal_option,
        'whole' as subtotal_dimension,
        'whole' as subtotal_member,
        'own' as period_option,
        cast(null as {{ dbt.type_string() }}) as other_period,
        'own' as denominator_option,
        cast(null as {{ dbt.type_string() }}) as denominator_metric,
        comparison_option,
        case comparison_option when 'other' then comparison_member end as comparison_member,
        changes,
        0 as candidate_order,
        saving_pct as candidate_value
    from savings
    union all
    select
        figure_id,
        edition_id,
        supply_option,
        component_option,
        claim_option,
        subtotal_option,
        subtotal_dimension,
        subtotal_member,
        period_option,
        other_period,
        denominator_option,
        denominator_metric,
        'own' as comparison_option,
        cast(null as {{ dbt.type_string() }}) as comparison_member,
        changes,
        candidate_order,
        candidate_value
    from changed
),

sourced as (
    select
        candidates.*,
        'recomputed' as source,
        cast(null as {{ dbt.type_string() }}) as based_on_figures,
        cast(null as decimal(27, 9)) as part_value
    from candidates
    where candidate_value is not null
)

select * from sourced
