{#- The measures of a footprint table over grouped int_published_frames rows: tonnes, shares and the kg-weighted score.
    Usage: select frame, line, {{ footprint_measures() }} from framed group by frame, line -#}
{% macro footprint_measures() -%}
    {{ to_tonnes('sum(kg_co2e)') }} as t_co2e,
    {{ to_tonnes('sum(kg_co2e_location_based)') }} as t_co2e_location_based,
    {{ to_tonnes('sum(kg_co2_biogenic)') }} as t_co2_biogenic,
    {{ percentage('sum(kg_estimated)', 'sum(kg_of_known_quality)') }} as estimated_share_pct,
    {{ percentage('sum(kg_official)', 'sum(kg_of_known_quality)') }} as official_share_pct,
    {{ percentage('sum(kg_unverified)', 'sum(kg_of_known_quality)') }} as unverified_share_pct,
    {{ ratio('sum(kg_times_score)', 'sum(kg_of_known_quality)', 2) }} as data_quality_score
{%- endmacro %}
