with

factor_values as (
    select * from {{ ref('int_factor_values') }}
),

splits as (
    select * from {{ ref('int_factor_splits') }}
),

biogenic as (
    select * from {{ ref('int_factor_biogenic') }}
),

joined as (
    select
        factor_values.edition_id,
        factor_values.factor_list,
        factor_values.edition_year,
        factor_values.factor_key,
        factor_values.category,
        factor_values.name_nl,
        factor_values.unit,
        factor_values.wtw_factor_value,
        coalesce(factor_values.ttw_factor_value, splits.ttw_factor_value) as ttw_factor_value,
        factor_values.upstream_factor_value as printed_upstream_factor_value,
        factor_values.mj_per_unit,
        biogenic.biogenic_factor_value,
        biogenic.biogenic_edition_id,
        factor_values.factor_status,
        case
            when factor_values.wtw_factor_value is null then 'none'
            when factor_values.ttw_factor_value is not null then 'printed'
            when splits.ttw_factor_value is not null then 'derived'
            else 'none'
        end as split_status,
        splits.split_edition_id as donor_edition_id,
        factor_values.is_withdrawn,
        factor_values.source,
        factor_values.note
    from factor_values
    left join splits
        on factor_values.edition_id = splits.edition_id
        and factor_values.factor_key = splits.factor_key
    left join biogenic
        on factor_values.edition_id = biogenic.edition_id
        and factor_values.factor_key = biogenic.factor_key
),

finished as (
    select
        edition_id,
        factor_list,
        edition_year,
        factor_key,
        category,
        name_nl,
        unit,
        wtw_factor_value,
        ttw_factor_value,
        -- The printed total leads: what is not combustion is upstream, also where the printed parts miss the total by a rounding.
        case
            when split_status in ('printed', 'derived') then cast(wtw_factor_value - ttw_factor_value as decimal(18, 9))
            else printed_upstream_factor_value
        end as upstream_factor_value,
        mj_per_unit,
        biogenic_factor_value,
        biogenic_edition_id,
        factor_status,
        split_status,
        case split_status when 'printed' then edition_id when 'derived' then donor_edition_id end as split_edition_id,
        is_withdrawn,
        source,
        note
    from joined
)

select * from finished
