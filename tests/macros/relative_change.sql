-- ((end / end_by) / (base / base_by) - 1) x 100, and nothing where there is nothing to divide by.
with

cases as (
    -- 174.73 t on 20.8 million against 122.1 t on 12.52 million: 1.431040 / 1.661342 - 1
    select 174.73 as end_value, 20800000 as end_by, 122.1 as base_value, 12520000 as base_by, -13.8623 as expected
    union all
    select 119, 1, 85, 1, 40
    union all
    select 81000000, 1, 95.8, 1, 84551048.22547
    union all
    select 0.000000001, 100000000, 0.000000003, 100000000, -66.666667
    union all
    select 96, 1, 0.000001, 1, null
    union all
    select 0, 1, 85, 1, -100
    union all
    select 1, 0, 85, 1, null
    union all
    select 1, 1, 0, 1, null
),

answered as (
    select
        expected,
        {{ relative_change(
            'cast(end_value as decimal(27, 9))', 'cast(end_by as decimal(19, 6))',
            'cast(base_value as decimal(27, 9))', 'cast(base_by as decimal(19, 6))'
        ) }} as answered
    from cases
)

select * from answered
where
    (expected is null and answered is not null)
    or (expected is not null and answered is null)
    or abs(answered - expected) > 0.0001
