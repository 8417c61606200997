with

measures as (
    select * from {{ ref('int_emission_measures') }}
),

chosen_levels as (
    select * from {{ ref('int_privacy_levels') }}
),

privacy_levels as (
    select * from {{ ref('stg_privacy_levels') }}
),

on_one_line as (
    select * from {{ ref('int_one_line_categories') }}
),

told as (
    select * from {{ ref('int_privacy_measures') }}
),

-- An empty key in the published marts means: merged, so that no group of fewer than five persons can be seen.
-- Totals are kept. What points at no person keeps every key.
merged as (
    select
        case when privacy_levels.keeps_entity then measures.entity_id end as entity_id,
        case when privacy_levels.keeps_location_and_project then measures.location_id end as location_id,
        case when privacy_levels.keeps_location_and_project then measures.project_id end as project_id,
        case when privacy_levels.keeps_activity_type then measures.activity_type end as activity_type,
        measures.activity_category,
        measures.reporting_year,
        case when privacy_levels.keeps_half_year then {{ half_year('measures.month') }} end as half_year,
        case when privacy_levels.keeps_month then measures.month end as month,
        measures.power_basis,
        case when privacy_levels.keeps_activity_type or on_one_line.activity_category is null then measures.component end as component,
        case when privacy_levels.keeps_activity_type then measures.factor_edition_id end as factor_edition_id,
        case when privacy_levels.keeps_activity_type then measures.factor_id end as factor_id,
        case when privacy_levels.keeps_activity_type then measures.factor_value end as factor_value,
        case when privacy_levels.keeps_activity_type then measures.factor_status end as factor_status,
        case when privacy_levels.keeps_activity_type then measures.split_status end as split_status,
        measures.ladder_line,
        measures.ghg_line,
        measures.iso_line,
        privacy_levels.privacy_level,
        -- The same kilometres stand on every component: where these are merged they would be counted twice. Beside merged
        -- kilograms they are a second sum over the same persons, told where no type has one to four of them.
        case
            when privacy_levels.keeps_activity_type then measures.quantity
            when on_one_line.activity_category is null and coalesce(told.tells_quantity, true) then measures.quantity
        end as quantity,
        measures.unit,
        measures.kg_co2e,
        measures.kg_co2e_location_based,
        measures.kg_co2_biogenic,
        told.quality_level,
        -- Shares and scores are of the kilograms whose quality may be told, everywhere; where it may not, these are empty.
        case when coalesce(told.quality_level, 'group') <> 'none' then measures.kg_co2e end as kg_co2e_told,
        case when coalesce(told.quality_level, 'group') <> 'none' then measures.kg_estimated end as kg_estimated_told,
        case when coalesce(told.quality_level, 'group') <> 'none' then measures.kg_official end as kg_official_told,
        case when coalesce(told.quality_level, 'group') <> 'none' then measures.kg_unverified end as kg_unverified_told,
        case when coalesce(told.quality_level, 'group') <> 'none' then measures.kg_times_score end as kg_times_score_told,
        case when coalesce(told.tells_cut_off, true) then measures.kg_at_cut_off end as kg_at_cut_off
    from measures
    left join chosen_levels
        on measures.activity_category = chosen_levels.activity_category
        and measures.reporting_year = chosen_levels.reporting_year
    left join on_one_line
        on measures.activity_category = on_one_line.activity_category
    left join told
        on measures.activity_category = told.activity_category
        and measures.reporting_year = told.reporting_year
    inner join privacy_levels
        on coalesce(chosen_levels.privacy_level, 'detail') = privacy_levels.privacy_level
),

grouped as (
    select
        entity_id,
        location_id,
        project_id,
        activity_type,
        activity_category,
        reporting_year,
        half_year,
        month,
        power_basis,
        component,
        factor_edition_id,
        factor_id,
        factor_value,
        factor_status,
        split_status,
        ladder_line,
        ghg_line,
        iso_line,
        privacy_level,
        -- Litres and kilograms do not add up: a merged group of several units has no quantity.
        case when min(unit) = max(unit) then cast(sum(quantity) as decimal(19, 6)) end as quantity,
        case when min(unit) = max(unit) then min(unit) end as unit,
        cast(sum(kg_co2e) as decimal(18, 6)) as kg_co2e,
        cast(sum(kg_co2e_location_based) as decimal(18, 6)) as kg_co2e_location_based,
        cast(sum(kg_co2_biogenic) as decimal(18, 6)) as kg_co2_biogenic,
        cast(sum(kg_at_cut_off) as decimal(18, 6)) as kg_at_cut_off,
        quality_level,
        cast(sum(kg_co2e_told) as decimal(18, 6)) as kg_co2e_told,
        cast(sum(kg_estimated_told) as decimal(18, 6)) as kg_estimated_told,
        cast(sum(kg_official_told) as decimal(18, 6)) as kg_official_told,
        cast(sum(kg_unverified_told) as decimal(18, 6)) as kg_unverified_told,
        cast(sum(kg_times_score_told) as decimal(18, 6)) as kg_times_score_told
    from merged
    group by
        entity_id,
        location_id,
        project_id,
        activity_type,
        activity_category,
        reporting_year,
        half_year,
        month,
        power_basis,
        component,
        factor_edition_id,
        factor_id,
        factor_value,
        factor_status,
        split_status,
        ladder_line,
        ghg_line,
        iso_line,
        privacy_level,
        quality_level
),

year_qualities as (
    select
        activity_category,
        reporting_year,
        cast(sum(kg_co2e_told) as decimal(18, 6)) as kg_co2e,
        cast(sum(kg_estimated_told) as decimal(18, 6)) as kg_estimated,
        cast(sum(kg_official_told) as decimal(18, 6)) as kg_official,
        cast(sum(kg_unverified_told) as decimal(18, 6)) as kg_unverified,
        cast(sum(kg_times_score_told) as decimal(18, 6)) as kg_times_score
    from grouped
    where quality_level = 'year'
    group by
        activity_category,
        reporting_year
),

-- Where the quality of a group would tell of one to four persons, each group has the quality of its category and year.
published as (
    select
        grouped.entity_id,
        grouped.location_id,
        grouped.project_id,
        grouped.activity_type,
        grouped.activity_category,
        grouped.reporting_year,
        grouped.half_year,
        grouped.month,
        grouped.power_basis,
        grouped.component,
        grouped.factor_edition_id,
        grouped.factor_id,
        grouped.factor_value,
        grouped.factor_status,
        grouped.split_status,
        grouped.ladder_line,
        grouped.ghg_line,
        grouped.iso_line,
        grouped.privacy_level,
        grouped.quantity,
        grouped.unit,
        grouped.kg_co2e,
        grouped.kg_co2e_location_based,
        grouped.kg_co2_biogenic,
        grouped.kg_co2e_told as kg_of_known_quality,
        cast(
            case
                when grouped.quality_level = 'year'
                    then {{ scale_amount('grouped.kg_co2e_told', 'year_qualities.kg_estimated', 'year_qualities.kg_co2e') }}
                else grouped.kg_estimated_told
            end
            as decimal(18, 6)
        ) as kg_estimated,
        cast(
            case
                when grouped.quality_level = 'year'
                    then {{ scale_amount('grouped.kg_co2e_told', 'year_qualities.kg_official', 'year_qualities.kg_co2e') }}
                else grouped.kg_official_told
            end
            as decimal(18, 6)
        ) as kg_official,
        cast(
            case
                when grouped.quality_level = 'year'
                    then {{ scale_amount('grouped.kg_co2e_told', 'year_qualities.kg_unverified', 'year_qualities.kg_co2e') }}
                else grouped.kg_unverified_told
            end
            as decimal(18, 6)
        ) as kg_unverified,
        cast(
            case
                when grouped.quality_level = 'year'
                    then {{ scale_amount('grouped.kg_co2e_told', 'year_qualities.kg_times_score', 'year_qualities.kg_co2e') }}
                else grouped.kg_times_score_told
            end
            as decimal(18, 6)
        ) as kg_times_score,
        grouped.kg_at_cut_off
    from grouped
    left join year_qualities
        on grouped.activity_category = year_qualities.activity_category
        and grouped.reporting_year = year_qualities.reporting_year
)

select * from published
