with

publications as (
    select * from {{ ref('stg_publications') }}
    where
        reporting_year is not null
        and version is not null
),

published_rows as (
    select * from {{ ref('stg_published_rows') }}
),

summed_rows as (
    select
        reporting_year,
        version,
        cast(count(*) as integer) as row_count,
        cast(sum(kg_co2e) as decimal(18, 6)) as kg_co2e
    from published_rows
    group by
        reporting_year,
        version
),

-- A year has each version once; of two rows the later one leads, and a rule names them.
ranked as (
    select
        publications.*,
        row_number() over (
            partition by publications.reporting_year, publications.version
            order by publications.published_on desc nulls last, publications.decided_on desc nulls last, publications.prepared_by
        ) as row_rank
    from publications
),

-- Publications of a year in order; only what has rows can be compared.
ordered as (
    select
        ranked.reporting_year,
        ranked.version,
        ranked.published_on,
        summed_rows.row_count,
        summed_rows.kg_co2e,
        row_number() over (
            partition by ranked.reporting_year
            order by ranked.published_on nulls first, length(ranked.version), ranked.version
        ) as publication_number,
        lead(ranked.version) over (
            partition by ranked.reporting_year
            order by ranked.published_on nulls first, length(ranked.version), ranked.version
        ) as next_version
    from ranked
    inner join summed_rows
        on ranked.reporting_year = summed_rows.reporting_year
        and ranked.version = summed_rows.version
    where ranked.row_rank = 1
),

finished as (
    select
        reporting_year,
        version,
        published_on,
        row_count,
        kg_co2e,
        publication_number,
        next_version,
        next_version is null as is_latest
    from ordered
)

select * from finished
