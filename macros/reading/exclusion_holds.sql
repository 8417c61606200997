{#- The condition by which a judgement excludes lines: it names their type or their category, and holds on the first day of the part.
    `types` has activity_type and the column `category`, `parts` has part_start; the judgements are called exclusions.
    Usage: inner join exclusions on {{ exclusion_holds('activity_types', 'months') }} -#}
{% macro exclusion_holds(types, parts, category='activity_category') -%}
    exclusions.source in ({{ types }}.activity_type, {{ types }}.{{ category }})
        and (exclusions.valid_from is null or {{ parts }}.part_start >= exclusions.valid_from)
        and (exclusions.valid_to is null or {{ parts }}.part_start <= exclusions.valid_to)
{%- endmacro %}
