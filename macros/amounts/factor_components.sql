{#- The life-cycle components of rows with quantity, wtw_factor_value, ttw_factor_value, biogenic_factor_value and
    split_status, as a select statement that adds component, factor_value, kg_co2e and kg_co2_biogenic.
    The printed WTW leads: upstream kg are what is left of the rounded total, so that the parts always make it.
    Biogenic CO2 stands once, on the direct or unsplit row.
    Rows are read once: their parts come from a join with the three kinds.
    Usage: components as ( {{ factor_components('usable') }} ) -#}
{% macro factor_components(rows) -%}
    select
        {{ rows }}.*,
        kinds.component,
        case kinds.component
            when 'direct' then ttw_factor_value
            when 'upstream' then cast(wtw_factor_value - ttw_factor_value as decimal(18, 9))
            else wtw_factor_value
        end as factor_value,
        case kinds.component
            when 'direct' then {{ to_kg('quantity', 'ttw_factor_value') }}
            when 'upstream' then cast({{ to_kg('quantity', 'wtw_factor_value') }} - {{ to_kg('quantity', 'ttw_factor_value') }} as decimal(18, 6))
            else {{ to_kg('quantity', 'wtw_factor_value') }}
        end as kg_co2e,
        case kinds.component
            when 'upstream' then cast(0 as decimal(18, 6))
            else {{ to_kg('quantity', 'coalesce(biogenic_factor_value, 0)') }}
        end as kg_co2_biogenic
    from {{ rows }}
    inner join (
        select 'direct' as component, true as is_split
        union all
        select 'upstream' as component, true as is_split
        union all
        select 'unsplit' as component, false as is_split
    ) as kinds
        on kinds.is_split = ({{ rows }}.split_status in ('printed', 'derived'))
{%- endmacro %}
