{#- The rules of the project, read from the tests that are tagged `rule`: one dictionary per rule, in order of id.
    Empty while dbt parses. Raises when a rule's YAML misses a part, or when two rules have one id.
    Usage: {% for rule in rules() %}{{ rule.rule_id }}{% endfor %} -#}
{% macro rules() -%}
    {%- set found = [] -%}
    {%- if execute -%}
        {%- set known_stakes = ['line', 'location_year', 'location_type_year', 'vehicle_year', 'entity_year', 'activity_type_year', 'year', 'told', 'none'] -%}
        {%- set identifiers = [] -%}
        {%- for node in graph.nodes.values() if node.resource_type == 'test' and 'rule' in node.tags -%}
            {%- set meta = node.config.meta -%}
            {%- for part in ['rule_id', 'wording_nl', 'wording_en', 'criterion', 'remedy', 'remedy_nl', 'population', 'kg_at_stake'] if not meta.get(part) -%}
                {{ exceptions.raise_compiler_error("rules: " ~ node.name ~ " has no meta." ~ part ~ " in its YAML under tests/rules") }}
            {%- endfor -%}
            {%- if not node.description -%}
                {{ exceptions.raise_compiler_error("rules: " ~ node.name ~ " has no description in its YAML under tests/rules") }}
            {%- endif -%}
            {%- if meta.rule_id in identifiers -%}
                {{ exceptions.raise_compiler_error("rules: " ~ node.name ~ " has the id of another rule, " ~ meta.rule_id) }}
            {%- endif -%}
            {%- if meta.kg_at_stake not in known_stakes -%}
                {{ exceptions.raise_compiler_error("rules: " ~ node.name ~ " has kg_at_stake '" ~ meta.kg_at_stake ~ "'; known are " ~ known_stakes | join(', ')) }}
            {%- endif -%}
            {%- if not graph.nodes.get('model.' ~ project_name ~ '.' ~ meta.population.model) -%}
                {{ exceptions.raise_compiler_error("rules: " ~ node.name ~ " looks at '" ~ meta.population.model ~ "', which is no model of this project") }}
            {%- endif -%}
            {%- do identifiers.append(meta.rule_id) -%}
            {%- do found.append({
                'rule_id': meta.rule_id,
                'rule_name': node.name,
                'unique_id': node.unique_id,
                'relation_name': node.relation_name,
                'family': node.fqn[2],
                'severity': 'info' if meta.get('is_information') else node.config.severity | lower,
                'is_manual': meta.get('is_manual', false),
                'description': node.description,
                'wording_nl': meta.wording_nl,
                'wording_en': meta.wording_en,
                'criterion': meta.criterion,
                'remedy': meta.remedy,
                'remedy_nl': meta.remedy_nl,
                'population_model': meta.population.model,
                'population_where': meta.population.get('where'),
                'kg_at_stake': meta.kg_at_stake,
            }) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(found | sort(attribute='rule_id')) }}
{%- endmacro %}

{#- The rules whose tests ran to an end in this invocation. Usage: {{ rules_that_ran(results) }} in an on-run-end macro -#}
{% macro rules_that_ran(results) -%}
    {%- set ran = [] -%}
    {%- set ended = [] -%}
    {%- for result in results if result.status in ('pass', 'warn', 'fail') -%}
        {%- do ended.append(result.node.unique_id) -%}
    {%- endfor -%}
    {%- for rule in rules() if rule.unique_id in ended -%}
        {%- do ran.append(rule) -%}
    {%- endfor -%}
    {{ return(ran) }}
{%- endmacro %}

{#- The rules whose tests were to run in this invocation and came to no verdict: they broke, or something before them did.
    What an earlier run found of them is no verdict on what stands now. Usage: {{ rules_without_verdict(results) }} -#}
{% macro rules_without_verdict(results) -%}
    {%- set stopped = [] -%}
    {%- for result in results if result.status not in ('pass', 'warn', 'fail') -%}
        {%- do stopped.append(result.node.unique_id) -%}
    {%- endfor -%}
    {{ return(rules() | selectattr('unique_id', 'in', stopped) | list) }}
{%- endmacro %}
