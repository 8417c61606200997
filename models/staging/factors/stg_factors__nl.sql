{#- The editions of the Dutch list, and how each one's file is shaped. `trede factors import-nl` writes this list;
    a test compares it with editions.csv. -#}
{% set editions = [
    ("nl_2015", "published_extract"),
    ("nl_2020", "compiled_from_secondary"),
    ("nl_2021", "compiled_from_secondary"),
    ("nl_2022", "compiled_from_secondary"),
    ("nl_2023", "compiled_from_secondary"),
    ("nl_2024", "compiled_from_secondary"),
    ("nl_2025", "compiled_from_secondary"),
    ("nl_2026", "published_complete"),
] %}

with

{% for edition_id, edition_kind in editions -%}
{{ edition_id }} as (
    select
        '{{ edition_id }}' as edition_id,
        factor_key,
        category,
        name_nl,
        unit_nl,
        kg_co2e_wtw,
        kg_co2e_ttw,
        kg_co2e_wtt,
        {%- if edition_kind == "published_complete" %}
        group_nl,
        kg_co2_biogenic,
        mj_per_unit,
        withdrawn,
        -- The publisher's own file: every value is official, and the edition names the source.
        'official' as status,
        cast(null as {{ dbt.type_string() }}) as source,
        {%- else %}
        cast(null as {{ dbt.type_string() }}) as group_nl,
        cast(null as {{ dbt.type_string() }}) as kg_co2_biogenic,
        cast(null as {{ dbt.type_string() }}) as mj_per_unit,
        'false' as withdrawn,
        status,
        source,
        {%- endif %}
        note
    from {{ ref(edition_id) }}
),

{% endfor -%}

factor_units as (
    select * from {{ ref('factor_units') }}
),

editions as (
    select * from {{ ref('stg_editions') }}
),

unioned as (
    {%- for edition_id, edition_kind in editions %}
    select * from {{ edition_id }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

typed as (
    select
        unioned.edition_id,
        unioned.factor_key,
        unioned.category,
        unioned.group_nl,
        unioned.name_nl,
        unioned.unit_nl,
        factor_units.unit,
        unioned.status as factor_status,
        coalesce(unioned.source, editions.source_url) as source,
        unioned.note,
        {{ read_decimal('unioned.kg_co2e_wtw', 18, 9) }} as wtw_factor_value,
        {{ read_decimal('unioned.kg_co2e_ttw', 18, 9) }} as ttw_factor_value,
        {{ read_decimal('unioned.kg_co2e_wtt', 18, 9) }} as upstream_factor_value,
        {{ read_decimal('unioned.kg_co2_biogenic', 18, 9) }} as biogenic_factor_value,
        {{ read_decimal('unioned.mj_per_unit', 18, 9) }} as mj_per_unit,
        {{ read_boolean('unioned.withdrawn') }} as is_withdrawn
    from unioned
    left join factor_units on unioned.unit_nl = factor_units.unit_nl
    left join editions on unioned.edition_id = editions.edition_id
)

select * from typed
