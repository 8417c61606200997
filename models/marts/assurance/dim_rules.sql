with

{%- set index = rules() %}

rule_index as (
    {%- for rule in index %}
    select
        {{ literal(rule.rule_id) }} as rule_id,
        {{ literal(rule.rule_name) }} as rule_name,
        {{ literal(rule.family) }} as family,
        {{ literal(rule.severity) }} as severity,
        {{ literal(rule.description) }} as description,
        {{ literal(rule.wording_nl) }} as wording_nl,
        {{ literal(rule.wording_en) }} as wording_en,
        {{ literal(rule.criterion) }} as criterion,
        {{ literal(rule.remedy) }} as remedy,
        {{ literal(rule.remedy_nl) }} as remedy_nl,
        {{ literal(rule.population_model ~ (' where ' ~ rule.population_where if rule.population_where else '')) }} as population,
        {{ literal(rule.kg_at_stake) }} as kg_at_stake,
        {{ 'true' if rule.is_manual else 'false' }} as is_manual
    {{ 'union all' if not loop.last }}
    {%- else %}
    -- No rules while dbt parses: the graph is not there yet.
    select
        {%- for column in [
            'rule_id', 'rule_name', 'family', 'severity', 'description', 'wording_nl', 'wording_en', 'criterion', 'remedy', 'remedy_nl',
            'population', 'kg_at_stake'
        ] %}
        cast(null as {{ dbt.type_string() }}) as {{ column }},
        {%- endfor %}
        false as is_manual
    where 1 = 0
    {%- endfor %}
),

typed as (
    select
        cast(rule_id as {{ dbt.type_string() }}) as rule_id,
        cast(rule_name as {{ dbt.type_string() }}) as rule_name,
        cast(family as {{ dbt.type_string() }}) as family,
        cast(severity as {{ dbt.type_string() }}) as severity,
        cast(description as {{ dbt.type_string() }}) as description,
        cast(wording_nl as {{ dbt.type_string() }}) as wording_nl,
        cast(wording_en as {{ dbt.type_string() }}) as wording_en,
        cast(criterion as {{ dbt.type_string() }}) as criterion,
        cast(remedy as {{ dbt.type_string() }}) as remedy,
        cast(remedy_nl as {{ dbt.type_string() }}) as remedy_nl,
        cast(population as {{ dbt.type_string() }}) as population,
        cast(kg_at_stake as {{ dbt.type_string() }}) as kg_at_stake,
        is_manual
    from rule_index
)

select * from typed
