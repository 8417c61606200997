with

recomputed as (
    select * from {{ ref('int_reported_candidates__recomputed') }}
),

printed as (
    select * from {{ ref('int_reported_candidates__printed') }}
),

candidates as (
    select
        figure_id,
        source,
        based_on_figures,
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
        comparison_option,
        comparison_member,
        changes,
        candidate_order,
        part_value,
        candidate_value
    from recomputed
    union all
    select
        figure_id,
        source,
        based_on_figures,
        cast(null as {{ dbt.type_string() }}) as edition_id,
        'as_contracted' as supply_option,
        'well_to_wheel' as component_option,
        'counted' as claim_option,
        subtotal_option,
        subtotal_dimension,
        subtotal_member,
        'own' as period_option,
        cast(null as {{ dbt.type_string() }}) as other_period,
        denominator_option,
        denominator_metric,
        'own' as comparison_option,
        cast(null as {{ dbt.type_string() }}) as comparison_member,
        changes,
        candidate_order,
        part_value,
        candidate_value
    from printed
)

select * from candidates
