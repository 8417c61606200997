{#- What the chain analysis tells of its survey: name, unit, amount. -#}
{%- set chain_measures = [
    ('subcontractors_surveyed', 'count', 'subcontractors_surveyed'),
    ('subcontractors_extrapolated', 'count', 'subcontractors_extrapolated'),
    ('subcontractors_total', 'count', 'subcontractors_total'),
    ('surveyed_by_value', 'pct', ratio('surveyed_invoiced_eur * 100', 'invoiced_eur', 6)),
    ('surveyed_by_number', 'pct', ratio(
        'cast(subcontractors_surveyed as decimal(19, 6)) * 100', 'cast(subcontractors_total as decimal(19, 6))', 6
    )),
] -%}
with

scopes as (
    select
        scopes.scope_id,
        scopes.metric,
        scopes.entity,
        scopes.period_label,
        scopes.unit,
        periods.period_kind,
        periods.calendar_year
    from {{ ref('int_reported_scopes') }} as scopes
    inner join {{ ref('int_reported_periods') }} as periods
        on scopes.period_label = periods.period_label
    where
        scopes.kind = 'analysis'
        and scopes.entity = 'group'
),

members as (
    select * from {{ ref('reported_metric_members') }}
    where role = 'subject'
),

chain_years as (
    select * from {{ ref('int_chain_years') }}
    where subcontractors_surveyed > 0
),

surveys as (
    select * from {{ ref('stg_surveys') }}
),

options as (
    select
        {{ adapter.quote('option') }} as option_key,
        {{ read_integer('changes') }} as changes
    from {{ ref('explanation_options') }}
    where axis = 'measure'
),

chain_measures as (
    {%- for measure, unit, amount in chain_measures %}
    select
        reporting_year,
        '{{ measure }}' as measure,
        '{{ unit }}' as unit,
        cast({{ amount }} as decimal(27, 9)) as amount
    from chain_years
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

-- Another number of the same unit may have been printed. The analysis tells a year, no half of it.
measured as (
    select
        scopes.scope_id,
        case when chain_measures.measure = members.member then 'own' else 'other' end as measure_option,
        chain_measures.measure,
        chain_measures.amount
    from scopes
    inner join members
        on scopes.metric = members.metric
        and members.dimension = 'chain_years'
    inner join chain_measures
        on scopes.calendar_year = chain_measures.reporting_year
        and scopes.unit = chain_measures.unit
    where scopes.period_kind = 'year'
    {%- for measure, measure_option in [('sampled', 'own'), ('responded', 'other')] %}
    union all
    select
        scopes.scope_id,
        '{{ measure_option }}' as measure_option,
        '{{ measure }}' as measure,
        cast(sum(surveys.{{ measure }}) as decimal(27, 9)) as amount
    from scopes
    inner join members
        on scopes.metric = members.metric
        and members.dimension = 'survey'
    -- A survey has a year only: a figure of half of it speaks of the same survey.
    inner join surveys
        on scopes.calendar_year = surveys.{{ adapter.quote('year') }}
        and substr(surveys.survey_id, 1, length(members.member)) = members.member
    where surveys.{{ measure }} is not null
    group by scopes.scope_id
    {%- endfor %}
),

analysis_values as (
    select
        scopes.scope_id,
        scopes.metric,
        scopes.entity,
        scopes.period_label,
        measured.measure_option,
        measured.measure,
        options.changes,
        measured.amount as reported_value
    from measured
    inner join scopes
        on measured.scope_id = scopes.scope_id
    inner join options
        on measured.measure_option = options.option_key
)

select * from analysis_values
