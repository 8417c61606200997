with

cells as (
    select
        row_nl,
        {{ adapter.quote('year') }} as period,
        {{ read_number('mt_co2') }} as mt_co2
    from {{ ref('wpm_revnext') }}
),

-- The rows that the table itself prints as sums, with their parts.
parts as (
    select
        'totaal' as row_nl,
        row_nl as part_nl,
        period,
        mt_co2
    from cells
    where row_nl in ('40% WW', '30% zakelijk', '30% SR')
    union all
    select
        '70% WW+ zakelijk' as row_nl,
        row_nl as part_nl,
        period,
        mt_co2
    from cells
    where row_nl in ('40% WW', '30% zakelijk')
),

row_sums as (
    select
        row_nl,
        period,
        cast(sum(mt_co2) as decimal(19, 6)) as sum_of_parts_mt
    from parts
    group by
        row_nl,
        period
),

year_sums as (
    select
        row_nl,
        cast(sum(mt_co2) as decimal(19, 6)) as sum_of_years_mt
    from cells
    where period not like '%-%'
    group by row_nl
),

compared as (
    select
        cells.row_nl,
        cells.period,
        cells.mt_co2,
        row_sums.sum_of_parts_mt,
        cast(cells.mt_co2 - row_sums.sum_of_parts_mt as decimal(19, 6)) as difference_parts_mt,
        case when cells.period like '%-%' then year_sums.sum_of_years_mt end as sum_of_years_mt,
        case when cells.period like '%-%' then cast(cells.mt_co2 - year_sums.sum_of_years_mt as decimal(19, 6)) end as difference_years_mt
    from cells
    left join row_sums
        on cells.row_nl = row_sums.row_nl
        and cells.period = row_sums.period
    left join year_sums
        on cells.row_nl = year_sums.row_nl
)

select * from compared
