with

combinations as (
    select * from {{ ref('stg_product_market_combinations') }}
    where combination_id is not null
),

scores as (
    select
        ranking_code,
        label_nl,
        label_en,
        {{ read_integer('score') }} as score
    from {{ ref('ranking_scores') }}
),

categories as (
    select
        ghg_category,
        reporting_year,
        t_co2e,
        row_number() over (partition by ghg_category order by reporting_year desc) as year_rank
    from {{ ref('rpt_scope_3_categories') }}
    where t_co2e is not null
),

-- A combination that is written twice is a finding of its key; the last decision is taken.
decided as (
    select
        combinations.*,
        row_number() over (
            partition by combinations.combination_id order by combinations.decided_on desc nulls last, combinations.reason
        ) as decision_rank
    from combinations
),

scored as (
    select
        decided.combination_id,
        decided.name as name_nl,
        coalesce(decided.name_en, decided.name) as name_en,
        decided.ghg_category,
        decided.burden,
        burdens.label_nl as burden_label_nl,
        burdens.label_en as burden_label_en,
        decided.influence,
        influences.label_nl as influence_label_nl,
        influences.label_en as influence_label_en,
        burdens.score as burden_score,
        influences.score as influence_score,
        burdens.score * influences.score as ranking_score,
        categories.reporting_year as category_year,
        categories.t_co2e as t_co2e_category,
        decided.reason,
        decided.decided_by,
        decided.decided_on
    from decided
    left join scores as burdens
        on decided.burden = burdens.ranking_code
    left join scores as influences
        on decided.influence = influences.ranking_code
    left join categories
        on decided.ghg_category = categories.ghg_category
        and categories.year_rank = 1
    where decided.decision_rank = 1
),

-- Burden and influence weigh the same; of two alike the larger burden comes first. A row that cannot be read has no rank.
ranked as (
    select
        combination_id,
        name_nl,
        name_en,
        ghg_category,
        burden,
        burden_label_nl,
        burden_label_en,
        influence,
        influence_label_nl,
        influence_label_en,
        burden_score,
        influence_score,
        ranking_score,
        case
            when ranking_score is not null
                then cast(rank() over (order by ranking_score desc nulls last, burden_score desc nulls last) as integer)
        end as ranking,
        category_year,
        t_co2e_category,
        reason,
        decided_by,
        decided_on
    from scored
)

select * from ranked
