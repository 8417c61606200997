with

categories as (
    select * from {{ ref('rpt_scope_3_categories') }}
),

-- Two rows that say the same are harmless; of two that do not, one was taken.
contradictions as (
    select ghg_category
    from {{ ref('stg_category_screening') }}
    where verdict is not null
    group by ghg_category
    having min(verdict) <> max(verdict)
),

unscreened as (
    select
        categories.ghg_category,
        categories.label_en,
        categories.reporting_year,
        case when contradictions.ghg_category is null then categories.state else 'two_verdicts' end as state,
        categories.t_co2e,
        categories.spend_eur
    from categories
    left join contradictions
        on categories.ghg_category = contradictions.ghg_category
    where
        categories.state in ('not_screened', 'without_figure', 'relevant_after_all')
        or contradictions.ghg_category is not null
)

select
    {{ finding(
        key=['ghg_category', 'reporting_year'],
        message=say(["'category '", 'label_en', "' in '", 'reporting_year', "' is '", 'state', "'; it has '", short('t_co2e'), "' t and '", short('spend_eur', 0), "' euro of spend'"]),
        given=['reporting_year'],
        extract_name="'category_screening'",
        line_id='ghg_category',
        column_name="'verdict'",
        kg_co2e='t_co2e * 1000'
    ) }}
from unscreened
