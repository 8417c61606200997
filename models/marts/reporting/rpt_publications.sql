with

publications as (
    select * from {{ ref('int_publications') }}
),

booked as (
    select
        reporting_year,
        version,
        prepared_by,
        approved_by,
        pack_sha256,
        reason,
        published_on,
        row_number() over (
            partition by reporting_year, version
            order by published_on desc nulls last, decided_on desc nulls last, prepared_by
        ) as row_rank
    from {{ ref('stg_publications') }}
),

restatements as (
    select * from {{ ref('stg_restatements') }}
    where
        reason is not null
        and decided_by is not null
),

bridge as (
    select
        reporting_year,
        start_version,
        end_version,
        {%- for step in ['start', 'factor', 'boundary', 'method', 'error'] %}
        cast(sum({{ step }}_t) as decimal(30, 9)) as {{ step }}_t,
        {%- endfor %}
        -- Line by line: lines that move against each other moved as well.
        {%- for step in ['factor', 'boundary', 'method'] %}
        max(case when {{ step }}_t <> 0 then 1 else 0 end) as has_{{ step }},
        {%- endfor %}
        max(case when activity_t <> 0 or error_t <> 0 then 1 else 0 end) as has_quantity,
        max(case when merged_t <> 0 then 1 else 0 end) as has_merged,
        cast(sum(end_t) as decimal(30, 9)) as end_t
    from {{ ref('rpt_change_bridge') }}
    where
        pair_kind = 'restatement'
        and frame = 'ladder'
    group by
        reporting_year,
        start_version,
        end_version
),

-- What was decided between a publication and the one before it, of causes by which it changed.
decided as (
    select
        publications.reporting_year,
        publications.version,
        {{ dbt.listagg(
            measure="coalesce(restatements.cause, '?') || ' (' || coalesce(restatements.scope, 'all') || '): ' || restatements.reason",
            delimiter_text="' '",
            order_by_clause="order by restatements.decided_on, restatements.cause, coalesce(restatements.scope, 'all'), restatements.reason"
        ) }} as restatement_reasons
    from publications
    inner join publications as earlier
        on publications.reporting_year = earlier.reporting_year
        and publications.version = earlier.next_version
    inner join restatements
        on publications.reporting_year = restatements.reporting_year
        and restatements.decided_on <= publications.published_on
        and (
            (restatements.version = earlier.version and restatements.decided_on >= earlier.published_on)
            or (restatements.version is null and restatements.decided_on > earlier.published_on)
        )
    inner join bridge
        on publications.reporting_year = bridge.reporting_year
        and earlier.version = bridge.start_version
        and publications.version = bridge.end_version
        and (
            bridge.has_merged = 1
            or (restatements.cause = 'factor' and bridge.has_factor = 1)
            or (restatements.cause = 'boundary' and bridge.has_boundary = 1)
            or (restatements.cause = 'method' and bridge.has_method = 1)
            or (restatements.cause in ('activity', 'error') and bridge.has_quantity = 1)
        )
    group by
        publications.reporting_year,
        publications.version
),

notes as (
    select
        publications.reporting_year,
        publications.version,
        cast(publications.publication_number as integer) as publication_number,
        publications.is_latest,
        booked.published_on,
        booked.prepared_by,
        booked.approved_by,
        booked.pack_sha256,
        booked.reason,
        {{ to_tonnes('publications.kg_co2e') }} as t_co2e,
        since_before.start_version as previous_version,
        since_before.start_t as previous_t_co2e,
        since_before.factor_t,
        since_before.boundary_t,
        since_before.method_t,
        since_before.error_t,
        decided.restatement_reasons,
        until_now.end_t as current_t_co2e
    from publications
    inner join booked
        on publications.reporting_year = booked.reporting_year
        and publications.version = booked.version
        and booked.row_rank = 1
    left join bridge as since_before
        on publications.reporting_year = since_before.reporting_year
        and publications.version = since_before.end_version
    left join bridge as until_now
        on publications.reporting_year = until_now.reporting_year
        and publications.version = until_now.start_version
        and until_now.end_version = 'current'
    left join decided
        on publications.reporting_year = decided.reporting_year
        and publications.version = decided.version
)

select * from notes
