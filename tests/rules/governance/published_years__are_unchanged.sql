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
        steps.start_kg,
        steps.end_kg,
        steps.activity_kg <> 0
        or steps.factor_kg <> 0
        or steps.boundary_kg <> 0
        or steps.method_kg <> 0
        or steps.error_kg <> 0 as is_changed
    from pairs
    inner join steps
        on pairs.pair_id = steps.pair_id
    left join frame_lines
        on steps.ladder_line = frame_lines.line
),

covered as (
    select
        compared.*,
        exists(
            select 1
            from decided
            where
                decided.reporting_year = compared.reporting_year
                and decided.scope in (
                    'all', lower(compared.scope), lower(compared.ladder_line), lower(compared.ghg_line), lower(compared.iso_line),
                    lower(compared.activity_category), lower(compared.entity_id)
                )
        ) as is_decided
    from compared
),

lines as (
    select
        reporting_year,
        version,
        ladder_line,
        entity_id,
        sum(start_kg) as published_kg,
        sum(end_kg) as current_kg,
        sum(case when is_changed and not is_decided then abs(end_kg - start_kg) else 0 end) as changed_kg
    from covered
    group by
        reporting_year,
        version,
        ladder_line,
        entity_id
    having max(case when is_changed and not is_decided then 1 else 0 end) = 1
)

select
    {{ finding(
        key=['reporting_year', 'version', 'ladder_line', 'entity_id'],
        message=say([
            'ladder_line', "' of '", 'entity_id', "' in '", 'reporting_year', "' was published as '", to_tonnes('published_kg'),
            "' t (version '", 'version', "') and is '", to_tonnes('current_kg'), "' t now'"
        ]),
        given=['reporting_year', 'entity_id'],
        extract_name="'restatements'",
        kg_co2e='changed_kg'
    ) }}
from lines
