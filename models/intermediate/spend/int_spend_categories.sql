with

categories as (
    select * from {{ ref('stg_spend_categories') }}
    where spend_category is not null
),

activity_types as (
    select activity_type from {{ ref('stg_activity_types') }}
),

-- A category that is written twice is a finding; the last decision is taken, so that no euro doubles.
ranked as (
    select
        categories.*,
        row_number() over (
            partition by categories.spend_category
            order by categories.decided_on desc nulls last, categories.edition_id, categories.factor_key
        ) as category_rank
    from categories
),

-- A category of the GHG Protocol that takes no spend (3: fuels and power are activity data) has no activity type.
placed as (
    select
        ranked.spend_category,
        ranked.name_nl,
        ranked.name_en,
        ranked.ghg_category,
        coalesce(ranked.reported_ghg_category, ranked.ghg_category) as reported_ghg_category,
        activity_types.activity_type,
        ranked.edition_id,
        ranked.factor_key,
        ranked.alternative_edition_id,
        ranked.alternative_factor_key,
        case when ranked.price_basis_ratio_text is null then cast(1 as decimal(19, 6)) else ranked.price_basis_ratio end as price_basis_ratio
    from ranked
    left join activity_types
        on activity_types.activity_type
        = 'spend_' || case when ranked.ghg_category < 10 then '0' else '' end || cast(ranked.ghg_category as {{ dbt.type_string() }})
    where ranked.category_rank = 1
)

select * from placed
