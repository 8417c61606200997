{#- The on-run-end hooks that fill the assurance tables: each macro gives one statement, or nothing.
    Nothing happens outside `dbt build` and `dbt test`, and before the tables stand. Only the rules that ran are replaced. -#}

{#- Whether the hooks have something to fill. Usage: {% if assurance_is_ready() %} -#}
{% macro assurance_is_ready() -%}
    {{ return(
        execute
        and flags.WHICH in ('build', 'test')
        and built('fct_finding_lines') is not none
        and built('fct_rule_results') is not none
        and built('fct_findings') is not none
    ) }}
{%- endmacro %}

{#- Takes away the findings of the rules that ran, and of rules that are no more. Usage in on-run-end: {{ clear_finding_lines(results) }} -#}
{% macro clear_finding_lines(results) -%}
    {%- if assurance_is_ready() -%}
        {%- set ran = rules_that_ran(results) | map(attribute='rule_id') | list -%}
        {%- set known = rules() | map(attribute='rule_id') | list -%}
        delete from {{ built('fct_finding_lines') }}
        where
            rule_id not in ({{ literals(known + ['']) }})
            or rule_id in ({{ literals(ran + ['']) }})
    {%- endif -%}
{%- endmacro %}

{#- Puts the kept failures of the rules that ran into audit.fct_finding_lines, with the acceptance that holds on the day
    and the kg that the finding touches. Usage in on-run-end: {{ fill_finding_lines(results) }} -#}
{% macro fill_finding_lines(results) -%}
    {%- set ran = rules_that_ran(results) if assurance_is_ready() else [] -%}
    {%- if ran -%}
        {%- set accepted = built('stg_accepted_findings') -%}
        {%- set emissions = built('fct_emissions') -%}
        {%- set stakes = {
            'line': ['extract_name', 'line_id'],
            'location_year': ['location_id', 'reporting_year'],
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
                {% if rule.kg_at_stake == 'none' -%}
                cast(null as {{ dbt.type_string() }}) as stake_key,
                {% else -%}
                {{ stake_key(stakes[rule.kg_at_stake]) }} as stake_key,
                {% endif -%}
                {{ finding_columns() | join(',\n                ') }}
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
                offenders.vehicle_id is not null or offenders.extract_name in ({{ literals(person_borne_files()) }}),
                false
            ) as is_person_borne,
            stakes.kg_co2e,
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

{#- Files whose rows can point at a person: their findings are published as counts only. -#}
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

{#- Takes away the results that this run replaces. Usage in on-run-end: {{ clear_rule_results(results) }} -#}
{% macro clear_rule_results(results) -%}
    {%- if assurance_is_ready() -%}
        {%- set ran = rules_that_ran(results) | map(attribute='rule_id') | list -%}
        {%- set known = rules() | map(attribute='rule_id') | list -%}
        delete from {{ built('fct_rule_results') }}
        where
            status = 'NOT_RUN'
            or rule_id not in ({{ literals(known + ['']) }})
            or rule_id in ({{ literals(ran + ['']) }})
    {%- endif -%}
{%- endmacro %}

{#- Writes one result per rule of the project: the verdict of those that ran, and NOT_RUN for those without any verdict,
    so that no rule is skipped unseen. Usage in on-run-end: {{ fill_rule_results(results) }} -#}
{% macro fill_rule_results(results) -%}
    {%- set index = rules() if assurance_is_ready() else [] -%}
    {%- if index -%}
        {%- set ran = rules_that_ran(results) | map(attribute='rule_id') | list -%}
        insert into {{ built('fct_rule_results') }} (
            rule_id,
            company,
            status,
            severity,
            population_count,
            finding_count,
            accepted_count,
            run_id
        )
        with

        rule_index as (
        {%- for rule in index %}
            {%- set population = built(rule.population_model) %}
            select
                {{ literal(rule.rule_id) }} as rule_id,
                {{ literal(rule.severity) }} as severity,
                {{ 'true' if rule.is_manual else 'false' }} as is_manual,
                {{ 'true' if rule.rule_id in ran else 'false' }} as has_run,
                {% if rule.rule_id in ran and population is not none -%}
                (
                    select count(*)
                    from {{ population }}
                    {{ 'where ' ~ rule.population_where if rule.population_where }}
                )
                {%- else -%}
                cast(null as {{ dbt.type_bigint() }})
                {%- endif %} as population_count
            {{ 'union all' if not loop.last }}
        {%- endfor %}
        ),

        counted as (
            select
                rule_id,
                count(*) as finding_count,
                sum(case when status = 'accepted' then 1 else 0 end) as accepted_count
            from {{ built('fct_finding_lines') }}
            group by rule_id
        )

        select
            rule_index.rule_id,
            {{ literal(env_var('TREDE_COMPANY', 'demo')) }} as company,
            case
                when not rule_index.has_run then 'NOT_RUN'
                when counted.finding_count > counted.accepted_count then 'FAIL'
                when counted.finding_count > 0 then 'ACCEPTED'
                when rule_index.is_manual then 'MANUAL'
                when rule_index.population_count = 0 then 'NOT_APPLICABLE'
                else 'PASS'
            end as status,
            rule_index.severity,
            cast(rule_index.population_count as integer) as population_count,
            case when rule_index.has_run then cast(coalesce(counted.finding_count, 0) as integer) end as finding_count,
            case when rule_index.has_run then cast(coalesce(counted.accepted_count, 0) as integer) end as accepted_count,
            '{{ invocation_id }}' as run_id
        from rule_index
        left join counted
            on rule_index.rule_id = counted.rule_id
        where
            rule_index.has_run
            or not exists (
                select 1
                from {{ built('fct_rule_results') }} as earlier
                where earlier.rule_id = rule_index.rule_id
            )
    {%- endif -%}
{%- endmacro %}

{#- Empties the published findings, which fill_findings writes anew. Usage in on-run-end: {{ clear_findings() }} -#}
{% macro clear_findings() -%}
    {%- if assurance_is_ready() -%}
        delete from {{ built('fct_findings') }}
    {%- endif -%}
{%- endmacro %}

{#- Writes the published findings: as they are, but lines about persons only as counts per rule, entity and year, without
    keys and without kg, from which one person's travel could be told. Usage in on-run-end: {{ fill_findings() }} -#}
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
            1 as line_count,
            kg_co2e,
            accepted_by,
            accepted_until,
            run_id
        from {{ lines }}
        where not is_person_borne
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
