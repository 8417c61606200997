{#- The life-cycle components of rows with quantity, wtw_factor_value, ttw_factor_value, biogenic_factor_value and
    split_status, as a select statement that adds component, factor_value, kg_co2e and kg_co2_biogenic.
    The printed WTW leads: upstream kg are what is left of the rounded total, so that the parts always make it.
    Biogenic CO2 stands once, on the direct or unsplit row.
    Usage: components as ( {{ factor_components('usable') }} ) -#}
{% macro factor_components(rows) -%}
    select
        {{ rows }}.*,
        'direct' as component,
        ttw_factor_value as factor_value,
        {{ to_kg('quantity', 'ttw_factor_value') }} as kg_co2e,
        {{ to_kg('quantity', 'coalesce(biogenic_factor_value, 0)') }} as kg_co2_biogenic
    from {{ rows }}
    where split_status in ('printed', 'derived')
    union all
    select
        {{ rows }}.*,
        'upstream' as component,
        cast(wtw_factor_value - ttw_factor_value as decimal(18, 9)) as factor_value,
        cast({{ to_kg('quantity', 'wtw_factor_value') }} - {{ to_kg('quantity', 'ttw_factor_value') }} as decimal(18, 6)) as kg_co2e,
        cast(0 as decimal(18, 6)) as kg_co2_biogenic
    from {{ rows }}
    where split_status in ('printed', 'derived')
    union all
    select
        {{ rows }}.*,
        'unsplit' as component,
        wtw_factor_value as factor_value,
        {{ to_kg('quantity', 'wtw_factor_value') }} as kg_co2e,
        {{ to_kg('quantity', 'coalesce(biogenic_factor_value, 0)') }} as kg_co2_biogenic
    from {{ rows }}
    where split_status not in ('printed', 'derived')
{%- endmacro %}
