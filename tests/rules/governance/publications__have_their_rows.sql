with

publications as (
    select * from {{ ref('stg_publications') }}
),

published_rows as (
    select
        reporting_year,
        version,
        count(*) as row_count,
        cast(sum(coalesce(kg_co2e, 0)) as decimal(18, 6)) as kg_co2e
    from {{ ref('stg_published_rows') }}
    group by
        reporting_year,
        version
),

booked as (
    select
        reporting_year,
        version,
        count(*) as publication_count,
        min(row_count) as row_count,
        min(kg_co2e) as kg_co2e
    from publications
    group by
        reporting_year,
        version
),

keys as (
    select
        reporting_year,
        version
    from booked
    union distinct
    select
        reporting_year,
        version
    from published_rows
),

compared as (
    select
        keys.reporting_year,
        keys.version,
        coalesce(booked.publication_count, 0) as publication_count,
        booked.row_count as booked_row_count,
        booked.kg_co2e as booked_kg,
        coalesce(published_rows.row_count, 0) as row_count,
        published_rows.kg_co2e
    from keys
    left join booked
        on keys.reporting_year = booked.reporting_year
        and keys.version = booked.version
    left join published_rows
        on keys.reporting_year = published_rows.reporting_year
        and keys.version = published_rows.version
),

unequal as (
    select * from compared
    where
        publication_count <> 1
        or row_count = 0
        or coalesce(booked_row_count, -1) <> row_count
        or coalesce(booked_kg, -1) <> coalesce(kg_co2e, 0)
)

select
    {{ finding(
        key=['reporting_year', 'version'],
        message=say([
            "'publication '", 'reporting_year', "' '", 'version', "': in publications.csv '", 'publication_count', "' times, with '",
            'booked_row_count', "' rows and '", 'booked_kg', "' kg; in published_rows.csv '", 'row_count', "' rows and '", 'kg_co2e', "' kg'"
        ]),
        given=['reporting_year'],
        extract_name="'publications'"
    ) }}
from unequal
