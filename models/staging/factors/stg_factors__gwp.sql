with

unioned as (
    {%- for edition_id in ["gwp_ar4", "gwp_ar5", "gwp_ar6"] %}
    select
        '{{ edition_id }}' as edition_id,
        factor_key,
        refrigerant,
        assessment_report,
        gwp100,
        status,
        source,
        note
    from {{ ref(edition_id) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

typed as (
    select
        edition_id,
        factor_key,
        refrigerant,
        assessment_report,
        status as factor_status,
        source,
        note,
        {{ read_decimal('gwp100', 18, 9) }} as gwp100
    from unioned
)

select * from typed
