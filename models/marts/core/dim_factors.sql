with

factors as (
    select * from {{ ref('int_factors') }}
),

editions as (
    select * from {{ ref('stg_editions') }}
),

joined as (
    select
        factors.edition_id as factor_edition_id,
        factors.factor_key as factor_id,
        factors.factor_list,
        factors.edition_year,
        factors.category as factor_category,
        factors.name_nl as factor_name_nl,
        editions.edition_kind,
        editions.author as edition_author,
        editions.gwp_basis,
        editions.recalculates_history,
        editions.attribution,
        factors.unit,
        factors.wtw_factor_value,
        factors.ttw_factor_value,
        factors.upstream_factor_value,
        factors.biogenic_factor_value,
        factors.mj_per_unit,
        factors.factor_status,
        factors.split_status,
        factors.split_edition_id,
        factors.biogenic_edition_id,
        factors.source,
        factors.note,
        factors.is_withdrawn
    from factors
    inner join editions
        on factors.edition_id = editions.edition_id
)

select * from joined
