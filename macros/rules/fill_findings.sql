{#- Empties the published findings, which fill_findings writes anew. Usage in on-run-end: {{ clear_findings() }} -#}
{% macro clear_findings() -%}
    {%- if assurance_is_ready() -%}
        delete from {{ built('fct_findings') }}
    {%- endif -%}
{%- endmacro %}

{#- Writes the published findings: as they are, but lines about persons only as counts per rule, entity and year, without
    keys; and no kg of lines or activity types that are about persons, from which one person's travel could be told. Usage in on-run-end: {{ fill_findings() }} -#}
{% macro fill_findings() -%}
    {%- if assurance_is_ready() -%}
        {%- set lines = built('fct_finding_lines') -%}
        {%- set kept = ['location_id', 'activity_type', 'extract_name', 'line_id', 'source_file', 'source_row', 'column_name', 'cell_value'] %}
        insert into {{ built('fct_findings') }} (
            finding_id,
            rule_id,
            severity,
            status,
            finding_key,
            entity_id,
            reporting_year,
            month,
            {{ kept | join(',\n            ') }},
            message,
            is_person_borne,
            line_count,
            kg_co2e,
            accepted_by,
            accepted_until,
            run_id
        )
        select
            lines.finding_id,
            lines.rule_id,
            lines.severity,
            lines.status,
            lines.finding_key,
            lines.entity_id,
            lines.reporting_year,
            lines.month,
            {% for column in kept -%}
            lines.{{ column }},
            {% endfor -%}
            lines.message,
            lines.is_person_borne,
            1 as line_count,
            case when not coalesce(activity_types.is_person_borne, false) then lines.kg_co2e end as kg_co2e,
            lines.accepted_by,
            lines.accepted_until,
            lines.run_id
        from {{ lines }} as lines
        left join {{ built('stg_activity_types') }} as activity_types
            on lines.activity_type = activity_types.activity_type
        where not lines.is_person_borne
        union all
        select
            {{ say(['rule_id', 'status', 'entity_id', 'reporting_year'], "'|'", "''") }} as finding_id,
            rule_id,
            severity,
            status,
            {{ say(["'persons'", 'status', 'entity_id', 'reporting_year'], "'|'", "''") }} as finding_key,
            entity_id,
            reporting_year,
            cast(null as date) as month,
            {% for column in kept -%}
            cast(null as {{ dbt.type_string() }}) as {{ column }},
            {% endfor -%}
            {{ say(['cast(count(*) as integer)', "' findings about lines of persons; the lines stand in audit.fct_finding_lines'"]) }} as message,
            true as is_person_borne,
            cast(count(*) as integer) as line_count,
            cast(null as decimal(27, 6)) as kg_co2e,
            cast(null as {{ dbt.type_string() }}) as accepted_by,
            cast(null as date) as accepted_until,
            run_id
        from {{ lines }}
        where is_person_borne
        group by
            rule_id,
            severity,
            status,
            entity_id,
            reporting_year,
            run_id
    {%- endif -%}
{%- endmacro %}
