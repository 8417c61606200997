{#- Takes away the findings of the rules that ran, of those that were to run and broke, and of rules that are no more.
    Usage in on-run-end: {{ clear_finding_lines(results) }} -#}
{% macro clear_finding_lines(results) -%}
    {%- if assurance_is_ready() -%}
        {%- set stale = (rules_that_ran(results) + rules_without_verdict(results)) | map(attribute='rule_id') | list -%}
        {%- set known = rules() | map(attribute='rule_id') | list -%}
        delete from {{ built('fct_finding_lines') }}
        where
            rule_id not in ({{ literals(known + ['']) }})
            or rule_id in ({{ literals(stale + ['']) }})
    {%- endif -%}
{%- endmacro %}

{#- Puts the kept failures of the rules that ran into audit.fct_finding_lines, with the acceptance that holds on the day
    and the kg that the finding touches, or tells itself. Usage in on-run-end: {{ fill_finding_lines(results) }} -#}
{% macro fill_finding_lines(results) -%}
    {%- set ran = rules_that_ran(results) if assurance_is_ready() else [] -%}
    {%- if ran -%}
        {%- set accepted = built('stg_accepted_findings') -%}
        {%- set emissions = built('fct_emissions') -%}
        {%- set stakes = {
            'line': ['extract_name', 'line_id'],
            'location_year': ['location_id', 'reporting_year'],
            'location_type_year': ['location_id', 'activity_type', 'reporting_year'],
            'vehicle_year': ['vehicle_id', 'reporting_year'],
            'entity_year': ['entity_id', 'reporting_year'],
            'activity_type_year': ['activity_type', 'reporting_year'],
            'year': ['reporting_year'],
        } %}
        insert into {{ built('fct_finding_lines') }} (
            finding_id,
            rule_id,
            severity,
            status,
            {{ finding_columns() | join(',\n            ') }},
            is_person_borne,
            kg_co2e,
            accepted_by,
            accepted_until,
            run_id
        )
        with

        offenders as (
        {%- for rule in ran %}
            select
                {{ literal(rule.rule_id) }} as rule_id,
                {{ literal(rule.severity) }} as severity,
                {{ literal(rule.kg_at_stake) }} as stake,
                {% if rule.kg_at_stake in ['told', 'none'] -%}
                cast(null as {{ dbt.type_string() }}) as stake_key,
                {% else -%}
                {{ stake_key(stakes[rule.kg_at_stake]) }} as stake_key,
                {% endif -%}
                {{ finding_columns() | join(',\n                ') }},
                told_kg_co2e
            from {{ rule.relation_name }}
            {{ 'union all' if not loop.last }}
        {%- endfor %}
        ),

        stakes as (
        {%- if emissions is none %}
            select
                cast(null as {{ dbt.type_string() }}) as stake,
                cast(null as {{ dbt.type_string() }}) as stake_key,
                cast(null as decimal(27, 6)) as kg_co2e
            where 1 = 0
        {%- else %}
            {%- for stake, columns in stakes.items() %}
            select
                '{{ stake }}' as stake,
                {{ stake_key(columns) }} as stake_key,
                cast(sum(kg_co2e) as decimal(27, 6)) as kg_co2e
            from {{ emissions }}
            group by {{ columns | join(', ') }}
            {{ 'union all' if not loop.last }}
            {%- endfor %}
        {%- endif %}
        ),

        -- The longest acceptance of a finding that has not expired.
        accepted as (
        {%- if accepted is none %}
            select
                cast(null as {{ dbt.type_string() }}) as rule_id,
                cast(null as {{ dbt.type_string() }}) as finding_key,
                cast(null as {{ dbt.type_string() }}) as accepted_by,
                cast(null as date) as expires_on,
                1 as acceptance_rank
            where 1 = 0
        {%- else %}
            select
                rule_id,
                finding_key,
                accepted_by,
                expires_on,
                row_number() over (partition by rule_id, finding_key order by expires_on desc, accepted_by) as acceptance_rank
            from {{ accepted }}
            where
                expires_on >= {{ as_of_date() }}
                and accepted_by is not null
                and reason is not null
        {%- endif %}
        )

        select
            offenders.rule_id || '|' || offenders.finding_key as finding_id,
            offenders.rule_id,
            offenders.severity,
            case when accepted.finding_key is null then 'open' else 'accepted' end as status,
            {%- for column in finding_columns() %}
            offenders.{{ column }},
            {%- endfor %}
            coalesce(
                offenders.vehicle_id is not null
                or (offenders.extract_name in ({{ literals(person_borne_files()) }}) and offenders.line_id is not null),
                false
            ) as is_person_borne,
            coalesce(stakes.kg_co2e, offenders.told_kg_co2e) as kg_co2e,
            accepted.accepted_by,
            accepted.expires_on as accepted_until,
            '{{ invocation_id }}' as run_id
        from offenders
        left join stakes
            on offenders.stake = stakes.stake
            and offenders.stake_key = stakes.stake_key
        left join accepted
            on offenders.rule_id = accepted.rule_id
            and offenders.finding_key = accepted.finding_key
            and accepted.acceptance_rank = 1
    {%- endif -%}
{%- endmacro %}

{#- The columns that tie a finding to emissions, as one text. Usage: {{ stake_key(['extract_name', 'line_id']) }} -#}
{% macro stake_key(columns) -%}
    {%- for column in columns -%}
        {{ " || '|' || " if not loop.first }}cast({{ column }} as {{ dbt.type_string() }})
    {%- endfor -%}
{%- endmacro %}

{#- Files whose lines can point at a person: findings about a line are published as counts only, those about the file as
    they are. Usage: {{ literals(person_borne_files()) }} -#}
{% macro person_borne_files() -%}
    {{ return([
        'fuel_transactions',
        'charging_sessions',
        'vehicle_distances',
        'trips',
        'commuting',
        'vehicles',
        'assigned_vehicles',
        'charge_points',
    ]) }}
{%- endmacro %}
