with

categories as (
    select * from {{ ref('stg_spend_categories') }}
    where spend_category is not null
),

activity_types as (
    select activity_type from {{ ref('stg_activity_types') }}
),

-- A category that is written twice for the same years is a finding; the last decision is taken, so that no euro doubles.
ranked as (
    select
        categories.*,
        row_number() over (
            partition by categories.spend_category, categories.valid_from_year
            order by categories.decided_on desc nulls last, categories.edition_id, categories.factor_key
        ) as category_rank
    from categories
),

-- A row holds until the next one begins: every year finds at most one.
tiled as (
    select
        ranked.*,
        lead(ranked.valid_from_year) over (
            partition by ranked.spend_category order by ranked.valid_from_year nulls first
        ) - 1 as last_year_before_next
    from ranked
    where ranked.category_rank = 1
),

-- A category of the GHG Protocol that takes no spend (3: fuels and power are activity data) has no activity type.
placed as (
    select
        tiled.spend_category,
        tiled.valid_from_year as effective_from_year,
        case
            when tiled.valid_to_year < tiled.last_year_before_next then tiled.valid_to_year
            else coalesce(tiled.last_year_before_next, tiled.valid_to_year)
        end as effective_to_year,
        tiled.name_nl,
        tiled.name_en,
        tiled.ghg_category,
        case
            when tiled.reported_ghg_category between 1 and 15 then tiled.reported_ghg_category
            else tiled.ghg_category
        end as reported_ghg_category,
        activity_types.activity_type,
        tiled.edition_id,
        tiled.factor_key,
        tiled.alternative_edition_id,
        tiled.alternative_factor_key,
        -- Taxes and margins only add to a basic price: another ratio gives no kg, and a finding.
        case
            when tiled.price_basis_ratio_text is null then cast(1 as decimal(19, 6))
            when tiled.price_basis_ratio > 0 and tiled.price_basis_ratio <= 1 then tiled.price_basis_ratio
        end as price_basis_ratio
    from tiled
    left join activity_types
        on activity_types.activity_type
        = 'spend_' || case when tiled.ghg_category < 10 then '0' else '' end || cast(tiled.ghg_category as {{ dbt.type_string() }})
)

select * from placed
