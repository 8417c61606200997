{#- Adds activity_type and has_own_factor to `lines` by mode and fuel; only cars differ by fuel. `type_column` names the column of
    travel_modes: whose travel it is. A mode without a type stays without one: a finding.
    Usage: {{ conform_travel_mode('lines', 'commuting_activity_type') }} -> a select statement over a CTE with mode and fuel -#}
{% macro conform_travel_mode(lines, type_column) -%}
    select
        {{ lines }}.*,
        travel_modes.{{ type_column }} as activity_type,
        coalesce({{ read_boolean('travel_modes.has_own_factor') }}, true) as has_own_factor
    from {{ lines }}
    left join {{ ref('travel_modes') }} as travel_modes
        on {{ lines }}.mode = travel_modes.mode
        and travel_modes.fuel = case when {{ lines }}.mode = 'car' then coalesce({{ lines }}.fuel, 'unknown') else 'unknown' end
{%- endmacro %}
