{#- The published rows of one scope of the Ladder: the same columns in the three scope facts; scope 2 also tells the basis of
    its power and the location-based kg.
    Usage: {{ scope_emissions("ladder_line = 'scope_1'") }} -> the CTEs of a model, and its last select -#}
{% macro scope_emissions(condition, with_power_basis=false) -%}
with

published as (
    select * from {{ ref('int_published_emissions') }}
    where {{ condition }}
),

emissions as (
    select
        entity_id,
        location_id,
        project_id,
        activity_type,
        activity_category,
        reporting_year,
        half_year,
        month,
        {% if with_power_basis -%} power_basis, {% endif -%}
        component,
        ladder_line,
        ghg_line,
        iso_line,
        factor_edition_id,
        factor_id,
        factor_value,
        factor_status,
        split_status,
        privacy_level,
        quantity,
        unit,
        kg_co2e,
        {% if with_power_basis -%} kg_co2e_location_based, {% endif -%}
        kg_co2_biogenic,
        {{ percentage('kg_estimated', 'kg_of_known_quality') }} as estimated_share_pct,
        {{ ratio('kg_times_score', 'kg_of_known_quality', 2) }} as data_quality_score
    from published
)

select * from emissions
{%- endmacro %}
