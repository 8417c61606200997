-- W39: EUR 10 of 2020 in euros of 2011 is 9.0237 (9.023697 to six decimals); the known wrong way gives 11.08.
-- A negative amount scales to exactly its counterpart; half a millionth is rounded away from zero.
with

cases as (
    select
        cast(10 as decimal(19, 6)) as amount,
        cast(95.2 as decimal(19, 6)) as numerator,
        cast(105.5 as decimal(19, 6)) as denominator,
        cast(9.023697 as decimal(19, 6)) as expected
    union all
    select
        cast(-10 as decimal(19, 6)) as amount,
        cast(95.2 as decimal(19, 6)) as numerator,
        cast(105.5 as decimal(19, 6)) as denominator,
        cast(-9.023697 as decimal(19, 6)) as expected
    union all
    select
        cast(0.000001 as decimal(19, 6)) as amount,
        cast(1 as decimal(19, 6)) as numerator,
        cast(2 as decimal(19, 6)) as denominator,
        cast(0.000001 as decimal(19, 6)) as expected
    union all
    select
        cast(999999999.999999 as decimal(19, 6)) as amount,
        cast(850.3 as decimal(19, 6)) as numerator,
        cast(850.3 as decimal(19, 6)) as denominator,
        cast(999999999.999999 as decimal(19, 6)) as expected
    union all
    select
        cast(10 as decimal(19, 6)) as amount,
        cast(1 as decimal(19, 6)) as numerator,
        cast(0 as decimal(19, 6)) as denominator,
        cast(null as decimal(19, 6)) as expected
),

scaled as (
    select
        cases.*,
        {{ scale_amount('amount', 'numerator', 'denominator') }} as actual
    from cases
)

select * from scaled
where coalesce(actual, -1) <> coalesce(expected, -1)
