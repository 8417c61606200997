-- Rounding to the last printed digit: half away from zero, cutting towards zero, steps from hundreds to hundredths.
{% set examples = [
    (15.456, 1, 15.5, 15.4),
    (15.45, 1, 15.5, 15.4),
    (-15.45, 1, -15.5, -15.4),
    (15.449999999, 1, 15.4, 15.4),
    (-14.936786, 0, -15, -14),
    (1950, -2, 2000, 1900),
    (1949.999999999, -2, 1900, 1900),
    (174.734999999, 2, 174.73, 174.73),
    (0, 0, 0, 0),
    ('999999999999.995', 2, '1000000000000', '999999999999.99'),
] %}

with

examples as (
    {% for amount, decimals, rounded, cut in examples -%}
    select
        cast({{ amount }} as decimal(27, 9)) as amount,
        {{ printed_step(decimals) }} as step,
        cast({{ rounded }} as decimal(27, 9)) as rounded,
        cast({{ cut }} as decimal(27, 9)) as cut
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

answered as (
    select
        examples.*,
        {{ round_to_step('amount', 'step') }} as found_rounded,
        {{ cut_to_step('amount', 'step') }} as found_cut
    from examples
)

select * from answered
where
    found_rounded is null
    or found_cut is null
    or found_rounded <> rounded
    or found_cut <> cut
