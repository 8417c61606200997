{% set editions = [
    "uk_spend_2015",
    "uk_spend_2016",
    "uk_spend_2017",
    "uk_spend_2018",
    "uk_spend_2019",
    "uk_spend_2020",
    "uk_spend_2021",
    "uk_spend_2022",
    "uk_spend_2023",
] %}

with

unioned as (
    {%- for edition_id in editions %}
    select
        '{{ edition_id }}' as edition_id,
        edition_year,
        sic_code,
        product_group,
        kg_co2e_per_gbp
    from {{ ref(edition_id) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

editions as (
    select * from {{ ref('stg_editions') }}
),

-- The publisher writes values below 0.0001 in scientific notation.
plain as (
    select
        unioned.edition_id,
        unioned.edition_year,
        unioned.sic_code,
        unioned.product_group,
        {{ plain_decimal('unioned.kg_co2e_per_gbp') }} as kg_co2e_per_gbp
    from unioned
),

typed as (
    select
        plain.edition_id,
        lower('uk_sic_' || replace(replace(plain.sic_code, '.', '_'), '-', '_')) as factor_key,
        plain.sic_code,
        plain.product_group,
        'official' as factor_status,
        editions.source_url as source,
        {{ read_decimal('plain.kg_co2e_per_gbp', 18, 9) }} as kg_co2e_per_gbp,
        {{ read_integer('plain.edition_year') }} as price_year
    from plain
    left join editions on plain.edition_id = editions.edition_id
)

select * from typed
