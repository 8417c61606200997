{#- What an emission says of its activity: carried with it from fct_activities, so that no join of all emissions with all activities
    brings it back.
    Usage: {%- for column in carried_columns() %} activities.{{ column }}, {%- endfor %} -#}
{% macro carried_columns() -%}
    {{ return([
        'extract_name',
        'line_id',
        'occurrence',
        'source_file',
        'entity_id',
        'location_id',
        'project_id',
        'supplier_id',
        'vehicle_id',
        'person_key',
        'reporting_year',
        'month',
        'period_start',
        'period_end',
        'quantity_basis',
        'estimation_method',
        'is_estimated',
        'data_quality_score',
        'activity_error_group',
        'activity_uncertainty_low_pct',
        'activity_uncertainty_high_pct',
    ]) }}
{%- endmacro %}
