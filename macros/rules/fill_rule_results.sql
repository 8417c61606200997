{#- Takes away the results that this run replaces, and those of rules that it could not run: NOT_RUN comes in their place,
    never the verdict of an earlier run. Usage in on-run-end: {{ clear_rule_results(results) }} -#}
{% macro clear_rule_results(results) -%}
    {%- if assurance_is_ready() -%}
        {%- set stale = (rules_that_ran(results) + rules_without_verdict(results)) | map(attribute='rule_id') | list -%}
        {%- set known = rules() | map(attribute='rule_id') | list -%}
        delete from {{ built('fct_rule_results') }}
        where
            status = 'NOT_RUN'
            or rule_id not in ({{ literals(known + ['']) }})
            or rule_id in ({{ literals(stale + ['']) }})
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
                -- What the rule looks at does not stand: passing on that would be passing on nothing.
                when rule_index.population_count is null then 'NOT_RUN'
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
