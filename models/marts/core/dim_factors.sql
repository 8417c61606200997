with

factors as (
    select * from {{ ref('int_factors') }}
),

editions as (
    select * from {{ ref('stg_editions') }}
),

supplier_factors as (
    select * from {{ ref('stg_supplier_factors') }}
    where occurrence = 1
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
    union all
    -- Factors that came with the company's own data: of a supplier, or an average of a source that the row names.
    select
        'supplier_factors' as factor_edition_id,
        supplier_factors.line_id as factor_id,
        'supplier_factors' as factor_list,
        cast(null as integer) as edition_year,
        'product' as factor_category,
        supplier_factors.product as factor_name_nl,
        'delivered' as edition_kind,
        coalesce(supplier_factors.supplier_id, 'published average') as edition_author,
        cast(null as {{ dbt.type_string() }}) as gwp_basis,
        cast(null as {{ dbt.type_string() }}) as recalculates_history,
        cast(null as {{ dbt.type_string() }}) as attribution,
        lower(supplier_factors.unit) as unit,
        cast(supplier_factors.kg_co2e as decimal(18, 9)) as wtw_factor_value,
        cast(null as decimal(18, 9)) as ttw_factor_value,
        cast(null as decimal(18, 9)) as upstream_factor_value,
        cast(null as decimal(18, 9)) as biogenic_factor_value,
        cast(null as decimal(18, 9)) as mj_per_unit,
        supplier_factors.factor_status,
        'none' as split_status,
        cast(null as {{ dbt.type_string() }}) as split_edition_id,
        cast(null as {{ dbt.type_string() }}) as biogenic_edition_id,
        supplier_factors.evidence_reference as source,
        supplier_factors.boundary as note,
        false as is_withdrawn
    from supplier_factors
)

select * from joined
