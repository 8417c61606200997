{%- set year = "cast(judged.base_year as " ~ dbt.type_string() ~ ")" -%}
{%- set change = "cast(judged.change_pct as " ~ dbt.type_string() ~ ")" -%}
{%- set bound = "cast(cast(criteria.threshold_pct as decimal(9, 2)) as " ~ dbt.type_string() ~ ")" -%}
with

restated_groups as (
    select * from {{ ref('int_restated_groups') }}
),

restating_editions as (
    select * from {{ ref('int_restating_editions') }}
),

base_year_lines as (
    select * from {{ ref('int_base_year_lines') }}
),

frame_lines as (
    select * from {{ ref('frame_lines') }}
),

-- Of two rows the later decision.
ranked_criteria as (
    select
        threshold_pct,
        row_number() over (order by decided_on desc nulls last, threshold_pct) as criterion_rank
    from {{ ref('stg_significance_criteria') }}
    where
        criterion = 'base_year_recalculation'
        and threshold_pct >= 0
),

criteria as (
    select threshold_pct
    from ranked_criteria
    where criterion_rank = 1
),

lines as (
    select
        frame,
        line,
        reporting_year,
        {{ to_tonnes('sum(computed_kg)') }} as as_computed_t,
        {{ to_tonnes('sum(factor_kg)') }} as factor_change_t,
        {{ to_tonnes('sum(boundary_kg)') }} as boundary_change_t,
        {{ to_tonnes('sum(computed_kg + factor_kg + boundary_kg)') }} as restated_t,
        max(case when factor_kg <> 0 then 1 else 0 end) as has_factor_change,
        max(case when boundary_kg <> 0 then 1 else 0 end) as has_boundary_change,
        cast(sum(case when is_withheld then 1 else 0 end) as integer) as withheld_categories
    from restated_groups
    group by
        frame,
        line,
        reporting_year
),

-- The change of a base year is judged over what the judgement names: a line, a scope or the total; factors and boundary together.
base_sums as (
    select
        base_year_lines.frame,
        base_year_lines.judged_line,
        base_year_lines.base_year,
        sum(lines.as_computed_t) as as_computed_t,
        sum(lines.restated_t) as restated_t
    from base_year_lines
    inner join lines
        on base_year_lines.frame = lines.frame
        and base_year_lines.line = lines.line
        and base_year_lines.base_year = lines.reporting_year
    group by
        base_year_lines.frame,
        base_year_lines.judged_line,
        base_year_lines.base_year
),

judged as (
    select
        frame,
        judged_line,
        base_year,
        as_computed_t,
        restated_t,
        case when as_computed_t > 0 then {{ percentage('restated_t - as_computed_t', 'as_computed_t') }} end as change_pct
    from base_sums
),

-- A base year of nothing changes by anything.
decided as (
    select
        judged.frame,
        judged.judged_line,
        judged.base_year,
        judged.change_pct as base_year_change_pct,
        cast(criteria.threshold_pct as decimal(9, 2)) as significance_threshold_pct,
        case
            when judged.restated_t = judged.as_computed_t then false
            when criteria.threshold_pct is null then null
            when judged.as_computed_t > 0
                then abs(judged.restated_t - judged.as_computed_t) * 100 >= criteria.threshold_pct * judged.as_computed_t
            else true
        end as is_significant,
        case
            when judged.restated_t = judged.as_computed_t then 'Basisjaar ' || {{ year }} || ' verandert niet.'
            when criteria.threshold_pct is null
                then
                    'Basisjaar ' || {{ year }} || ' verandert met ' || coalesce({{ change }}, '?')
                    || '%; er is geen drempel vastgelegd, dus het blijft.'
            when abs(judged.restated_t - judged.as_computed_t) * 100 < criteria.threshold_pct * judged.as_computed_t
                then
                    'Basisjaar ' || {{ year }} || ' verandert met ' || {{ change }} || '%, onder de drempel van ' || {{ bound }}
                    || '%: het blijft zoals het is.'
            else
                'Basisjaar ' || {{ year }} || ' verandert met ' || coalesce({{ change }}, '?') || '%, op of boven de drempel van ' || {{ bound }}
                || '%: basisjaar en reeks zijn herrekend.'
        end as statement_nl,
        case
            when judged.restated_t = judged.as_computed_t then 'Base year ' || {{ year }} || ' does not change.'
            when criteria.threshold_pct is null
                then 'Base year ' || {{ year }} || ' changes by ' || coalesce({{ change }}, '?') || '%; no threshold was decided, so it stays.'
            when abs(judged.restated_t - judged.as_computed_t) * 100 < criteria.threshold_pct * judged.as_computed_t
                then
                    'Base year ' || {{ year }} || ' changes by ' || {{ change }} || '%, below the threshold of ' || {{ bound }}
                    || '%: it stays as it is.'
            else
                'Base year ' || {{ year }} || ' changes by ' || coalesce({{ change }}, '?') || '%, at or above the threshold of ' || {{ bound }}
                || '%: base year and series are computed again.'
        end as statement_en
    from judged
    left join criteria
        on 1 = 1
),

base_year as (
    select
        lines.frame,
        lines.line,
        lines.reporting_year,
        frame_lines.label_nl as line_label_nl,
        frame_lines.label_en as line_label_en,
        {{ read_integer('frame_lines.line_order') }} as line_order,
        base_year_lines.base_year,
        coalesce(lines.reporting_year = base_year_lines.base_year, false) as is_base_year,
        lines.as_computed_t,
        lines.factor_change_t,
        lines.boundary_change_t,
        lines.restated_t,
        case
            when lines.has_factor_change = 1 and lines.has_boundary_change = 1 then 'factor_and_boundary'
            when lines.has_factor_change = 1 then 'factor'
            when lines.has_boundary_change = 1 then 'boundary'
            else 'none'
        end as recalculation_reason,
        case when lines.has_factor_change = 1 then restating_editions.edition_id end as restating_edition_id,
        {{ percentage('lines.restated_t - lines.as_computed_t', 'lines.as_computed_t') }} as change_pct,
        decided.base_year_change_pct,
        decided.significance_threshold_pct,
        decided.is_significant,
        case when decided.is_significant then lines.restated_t else lines.as_computed_t end as series_t,
        lines.withheld_categories,
        coalesce(decided.statement_nl, 'Geen basisjaar vastgelegd voor deze regel.') as statement_nl,
        coalesce(decided.statement_en, 'No base year was decided for this line.') as statement_en
    from lines
    left join frame_lines
        on lines.frame = frame_lines.frame
        and lines.line = frame_lines.line
    left join base_year_lines
        on lines.frame = base_year_lines.frame
        and lines.line = base_year_lines.line
    left join decided
        on base_year_lines.frame = decided.frame
        and base_year_lines.judged_line = decided.judged_line
        and base_year_lines.base_year = decided.base_year
    left join restating_editions
        on lines.reporting_year = restating_editions.reporting_year
)

select * from base_year
