{#- The factor row that each supply lot takes in the edition of its year and type, or empty factors where the edition has none:
    CTEs that end in `matched`. `lots` has activity_id, supply_lot, power_product, quantity and label_value, and of its activity
    activity_type, activity_category, unit, reporting_year and what is to be carried along (`carried`); `edition_choices` has
    reporting_year, activity_type, edition_id and is_chosen. Both are CTEs.
    Usage: {{ lot_factors('lots', 'edition_choices') }} select * from matched -#}
{% macro lot_factors(lots, edition_choices, carried=[]) -%}
type_factors as (
    select
        activity_type,
        factor_list,
        factor_key,
        {{ read_integer('valid_from_year') }} as valid_from_year,
        {{ read_integer('valid_to_year') }} as valid_to_year
    from {{ ref('activity_type_factors') }}
),

power_products as (
    select
        product,
        factor_list,
        factor_key
    from {{ ref('power_products') }}
),

activity_types as (
    select * from {{ ref('stg_activity_types') }}
),

factors as (
    select * from {{ ref('int_factors') }}
),

editions as (
    select
        edition_id,
        edition_year
    from {{ ref('stg_editions') }}
),

-- The key of the row: by activity type, or for power by the product of the lot.
keyed as (
    select
        lots.activity_id,
        lots.supply_lot,
        lots.power_product,
        lots.quantity,
        lots.label_value,
        lots.activity_type,
        lots.activity_category,
        lots.unit,
    {%- for column in carried %}
        lots.{{ column }},
    {%- endfor %}
        edition_choices.edition_id,
        edition_choices.is_chosen,
        activity_types.is_zero_by_definition,
        activity_types.factor_uncertainty_key,
        coalesce(power_products.factor_key, type_factors.factor_key) as factor_key
    from {{ lots }} as lots
    inner join activity_types
        on lots.activity_type = activity_types.activity_type
    left join {{ edition_choices }} as edition_choices
        on lots.reporting_year = edition_choices.reporting_year
        and lots.activity_type = edition_choices.activity_type
    left join editions
        on edition_choices.edition_id = editions.edition_id
    left join power_products
        on lots.power_product = power_products.product
    left join type_factors
        on lots.activity_type = type_factors.activity_type
        and (type_factors.valid_from_year is null or editions.edition_year >= type_factors.valid_from_year)
        and (type_factors.valid_to_year is null or editions.edition_year <= type_factors.valid_to_year)
),

-- Label power: the supplier's own label is the direct part, the list gives the upstream part.
-- What is zero by definition needs no list.
matched as (
    select
        keyed.activity_id,
        keyed.supply_lot,
        keyed.power_product,
        keyed.quantity,
        keyed.activity_type,
        keyed.activity_category,
        keyed.unit,
    {%- for column in carried %}
        keyed.{{ column }},
    {%- endfor %}
        keyed.edition_id,
        keyed.is_chosen,
        keyed.factor_uncertainty_key,
        keyed.is_zero_by_definition,
        case when keyed.is_zero_by_definition then 'zero_by_definition' else factors.factor_key end as factor_key,
        case when keyed.is_zero_by_definition then keyed.unit else factors.unit end as factor_unit,
        case when keyed.is_zero_by_definition then 'official' else factors.factor_status end as factor_status,
        case
            when keyed.is_zero_by_definition then 'printed'
            when keyed.power_product = 'label' then 'printed'
            else factors.split_status
        end as split_status,
        case when keyed.power_product = 'label' then factors.edition_id else factors.split_edition_id end as split_edition_id,
        case
            when keyed.is_zero_by_definition then cast(0 as decimal(18, 9))
            when keyed.power_product = 'label' then cast(keyed.label_value + factors.upstream_factor_value as decimal(18, 9))
            else factors.wtw_factor_value
        end as wtw_factor_value,
        case
            when keyed.is_zero_by_definition then cast(0 as decimal(18, 9))
            when keyed.power_product = 'label' then cast(keyed.label_value as decimal(18, 9))
            else factors.ttw_factor_value
        end as ttw_factor_value,
        case when keyed.is_zero_by_definition then cast(0 as decimal(18, 9)) else factors.biogenic_factor_value end as biogenic_factor_value,
        factors.biogenic_edition_id
    from keyed
    left join factors
        on keyed.edition_id = factors.edition_id
        and keyed.factor_key = factors.factor_key
        and not factors.is_withdrawn
)
{%- endmacro %}
