-- Rounding to the last printed digit: half away from zero, cutting towards zero, steps from hundreds to hundredths.
with

cases as (
    select 15.456 as amount, 1 as decimals, 15.5 as rounded, 15.4 as cut
    union all
    select 15.45, 1, 15.5, 15.4
    union all
    select -15.45, 1, -15.5, -15.4
    union all
    select 15.449999999, 1, 15.4, 15.4
    union all
    select -14.936786, 0, -15, -14
    union all
    select 1950, -2, 2000, 1900
    union all
    select 1949.999999999, -2, 1900, 1900
    union all
    select 174.734999999, 2, 174.73, 174.73
    union all
    select 0, 0, 0, 0
    union all
    select 999999999999.995, 2, 1000000000000, 999999999999.99
),

typed as (
    select
        cast(amount as decimal(27, 9)) as amount,
        {{ printed_step('decimals') }} as step,
        cast(rounded as decimal(27, 9)) as rounded,
        cast(cut as decimal(27, 9)) as cut
    from cases
),

answered as (
    select
        typed.*,
        {{ round_to_step('amount', 'step') }} as answered_rounded,
        {{ cut_to_step('amount', 'step') }} as answered_cut
    from typed
)

select * from answered
where
    answered_rounded <> rounded
    or answered_cut <> cut
    or answered_rounded is null
    or answered_cut is null
