with

price_levels as (
    select
        series,
        {{ read_integer(adapter.quote('year')) }} as price_year,
        {{ read_number(adapter.quote('value')) }} as price_level,
        status
    from {{ ref('price_levels') }}
),

choices as (
    select
        series,
        {{ adapter.quote('year') }} as price_year,
        min(from_year) as from_year
    from {{ ref('stg_price_level_choices') }}
    where from_year is not null
    group by
        series,
        {{ adapter.quote('year') }}
),

-- A value that was published leads; a judgement only fills a year without one.
levels as (
    select
        series,
        price_year,
        price_level,
        status,
        price_year as from_year
    from price_levels
    union all
    select
        choices.series,
        choices.price_year,
        carried.price_level,
        carried.status,
        choices.from_year
    from choices
    inner join price_levels as carried
        on choices.series = carried.series
        and choices.from_year = carried.price_year
    left join price_levels as published
        on choices.series = published.series
        and choices.price_year = published.price_year
    where published.series is null
)

select * from levels
