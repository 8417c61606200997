with

nl as (
    select * from {{ ref('stg_factors__nl') }}
),

uk_spend as (
    select * from {{ ref('stg_factors__uk_spend') }}
),

spend_printed as (
    select * from {{ ref('stg_factors__spend_printed') }}
),

gwp as (
    select * from {{ ref('stg_factors__gwp') }}
),

editions as (
    select * from {{ ref('stg_editions') }}
),

unioned as (
    select
        edition_id,
        factor_key,
        category,
        name_nl,
        unit,
        wtw_factor_value,
        ttw_factor_value,
        upstream_factor_value,
        biogenic_factor_value,
        mj_per_unit,
        factor_status,
        is_withdrawn,
        source,
        note
    from nl
    union all
    -- A spend multiplier is cradle to gate: one number, with no combustion part to tell apart.
    select
        edition_id,
        factor_key,
        'spend' as category,
        product_group as name_nl,
        'gbp' as unit,
        kg_co2e_per_gbp as wtw_factor_value,
        cast(null as decimal(18, 9)) as ttw_factor_value,
        cast(null as decimal(18, 9)) as upstream_factor_value,
        cast(null as decimal(18, 9)) as biogenic_factor_value,
        cast(null as decimal(18, 9)) as mj_per_unit,
        factor_status,
        false as is_withdrawn,
        source,
        cast(null as {{ dbt.type_string() }}) as note
    from uk_spend
    union all
    select
        edition_id,
        factor_key,
        'spend' as category,
        product_group as name_nl,
        applied_currency as unit,
        kg_co2e_per_unit as wtw_factor_value,
        cast(null as decimal(18, 9)) as ttw_factor_value,
        cast(null as decimal(18, 9)) as upstream_factor_value,
        cast(null as decimal(18, 9)) as biogenic_factor_value,
        cast(null as decimal(18, 9)) as mj_per_unit,
        factor_status,
        false as is_withdrawn,
        source,
        note
    from spend_printed
    union all
    -- A GWP is the effect of the gas that escapes: all of it is direct.
    select
        edition_id,
        factor_key,
        'refrigerant' as category,
        refrigerant as name_nl,
        'kg' as unit,
        gwp100 as wtw_factor_value,
        gwp100 as ttw_factor_value,
        cast(null as decimal(18, 9)) as upstream_factor_value,
        cast(null as decimal(18, 9)) as biogenic_factor_value,
        cast(null as decimal(18, 9)) as mj_per_unit,
        factor_status,
        false as is_withdrawn,
        source,
        note
    from gwp
),

with_edition as (
    select
        unioned.edition_id,
        editions.factor_list,
        editions.edition_year,
        editions.revision,
        editions.edition_kind,
        unioned.factor_key,
        unioned.category,
        unioned.name_nl,
        unioned.unit,
        unioned.factor_status,
        unioned.source,
        unioned.note,
        unioned.wtw_factor_value,
        unioned.ttw_factor_value,
        unioned.upstream_factor_value,
        unioned.biogenic_factor_value,
        unioned.mj_per_unit,
        unioned.is_withdrawn
    from unioned
    inner join editions on unioned.edition_id = editions.edition_id
)

select * from with_edition
