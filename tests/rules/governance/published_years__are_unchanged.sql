with

steps as (
    select * from {{ ref('int_change_steps') }}
),

pairs as (
    select * from {{ ref('int_change_pairs') }}
    where
        pair_kind = 'restatement'
        and end_version = 'current'
),

publications as (
    select * from {{ ref('int_publications') }}
    where is_latest
),

frame_lines as (
    select
        line,
        scope
    from {{ ref('frame_lines') }}
    where frame = 'ladder'
),

-- A decision of a role with its reason: on the version, or after its day.
decided as (
    select
        publications.reporting_year,
        restatements.cause,
        lower(coalesce(restatements.scope, 'all')) as scope
    from publications
    inner join {{ ref('stg_restatements') }} as restatements
        on publications.reporting_year = restatements.reporting_year
    where
        restatements.reason is not null
        and restatements.decided_by is not null
        and restatements.decided_on <= {{ as_of_date() }}
        and (
            (restatements.version = publications.version and restatements.decided_on >= publications.published_on)
            or (restatements.version is null and restatements.decided_on > publications.published_on)
        )
),

compared as (
    select
        pairs.reporting_year,
        pairs.start_version as version,
        coalesce(frame_lines.scope, steps.ladder_line) as scope,
        steps.ladder_line,
        steps.ghg_line,
        steps.iso_line,
        steps.activity_category,
        steps.entity_id,
        steps.is_merged_over_types,
        steps.start_kg,
        steps.end_kg,
        steps.factor_kg,
        steps.boundary_kg,
        steps.method_kg,
        -- A quantity of a published year was wrong or came late; which of the two, its restatement says.
        cast(steps.activity_kg + steps.error_kg as decimal(18, 6)) as error_kg
    from pairs
    inner join steps
        on pairs.pair_id = steps.pair_id
    left join frame_lines
        on steps.ladder_line = frame_lines.line
),

changed as (
    {%- for step in ['factor', 'boundary', 'method', 'error'] %}
    select
        compared.*,
        '{{ step }}' as step,
        compared.{{ step }}_kg as step_kg
    from compared
    where compared.{{ step }}_kg <> 0
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

-- A decision holds for its own cause: a new factor is no reason for a meter that was read again. Rows that are merged for
-- privacy do not show why they changed, so any cause may be theirs.
covered as (
    select
        changed.*,
        exists(
            select 1
            from decided
            where
                decided.reporting_year = changed.reporting_year
                and (
                    changed.is_merged_over_types
                    or decided.cause = changed.step
                    or (decided.cause = 'activity' and changed.step = 'error')
                )
                and decided.scope in (
                    'all', lower(changed.scope), lower(changed.ladder_line), lower(changed.ghg_line), lower(changed.iso_line),
                    lower(changed.activity_category), lower(changed.entity_id)
                )
        ) as is_decided
    from changed
),

undecided as (
    select
        reporting_year,
        version,
        ladder_line,
        entity_id,
        sum(abs(step_kg)) as changed_kg,
        max(case when step = 'factor' then ' factor' else '' end)
        || max(case when step = 'boundary' then ' boundary' else '' end)
        || max(case when step = 'method' then ' method' else '' end)
        || max(case when step = 'error' then ' error' else '' end) as causes
    from covered
    where not is_decided
    group by
        reporting_year,
        version,
        ladder_line,
        entity_id
),

totals as (
    select
        reporting_year,
        version,
        ladder_line,
        entity_id,
        sum(start_kg) as published_kg,
        sum(end_kg) as current_kg
    from compared
    group by
        reporting_year,
        version,
        ladder_line,
        entity_id
),

lines as (
    select
        totals.reporting_year,
        totals.version,
        totals.ladder_line,
        totals.entity_id,
        totals.published_kg,
        totals.current_kg,
        undecided.changed_kg,
        undecided.causes
    from totals
    inner join undecided
        on totals.reporting_year = undecided.reporting_year
        and totals.version = undecided.version
        and coalesce(totals.ladder_line, '') = coalesce(undecided.ladder_line, '')
        and coalesce(totals.entity_id, '') = coalesce(undecided.entity_id, '')
)

select
    {{ finding(
        key=['reporting_year', 'version', 'ladder_line', 'entity_id'],
        message=say([
            'ladder_line', "' of '", 'entity_id', "' in '", 'reporting_year', "' was published as '", to_tonnes('published_kg'),
            "' t (version '", 'version', "') and is '", to_tonnes('current_kg'), "' t now; causes that nobody decided on:'", 'causes'
        ]),
        given=['reporting_year', 'entity_id'],
        extract_name="'restatements'",
        kg_co2e='changed_kg'
    ) }}
from lines
