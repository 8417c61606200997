-- Parts in proportion to weights, worked out by hand: floor of each cumulative share, less that of the row before.
-- W08 (31.5 kg of one truck run) twice: by tonne-kilometres driven and by great circle; printed 11.8/7.4/12.3 and
-- 15.43/9.64/6.43. The parts of each example make its amount.
{% set examples = [
    ('W08, tonne-kilometres driven', '31.5', [('a', '240', '11.8125'), ('b', '150', '7.382812'), ('c', '250', '12.304688')]),
    ('W08, great circle', '31.5', [('a', '240', '15.428571'), ('b', '150', '9.642857'), ('c', '100', '6.428572')]),
    ('thirds', '1', [('a', '1', '0.333333'), ('b', '1', '0.333333'), ('c', '1', '0.333334')]),
    ('below zero', '-1', [('a', '1', '-0.333333'), ('b', '1', '-0.333333'), ('c', '1', '-0.333334')]),
    ('one millionth', '0.000001', [('a', '5', '0'), ('b', '4', '0'), ('c', '2', '0.000001')]),
    ('no weight', '10', [('a', '0', '0'), ('b', '-3', '0'), ('c', '2', '5'), ('d', 'null', '0'), ('e', '2', '5')]),
    ('no weight at the end', '10', [('a', '3', '3.75'), ('b', '5', '6.25'), ('c', '0', '0')]),
    ('one row', '123456789.123456', [('a', '0.000001', '123456789.123456')]),
    ('zero amount', '0', [('a', '1', '0'), ('b', '2', '0')]),
    ('nobody', '7', [('a', '0', 'null'), ('b', '-1', 'null')]),
    ('no amount', 'null', [('a', '1', 'null'), ('b', '2', 'null')]),
] %}

with

given as (
    {% for example, amount, parts in examples -%}
    {% set is_last = loop.last -%}
    {% for row_key, weight, wanted in parts -%}
    select
        '{{ example }}' as example,
        '{{ row_key }}' as row_key,
        cast({{ amount }} as decimal(19, 6)) as amount,
        cast({{ weight }} as decimal(19, 6)) as weight,
        cast({{ wanted }} as decimal(19, 6)) as wanted
    {{ 'union all' if not (loop.last and is_last) }}
    {% endfor -%}
    {% endfor %}
),

allocated as (
    select
        given.*,
        {{ allocate('given.amount', 'given.weight', ['example'], ['row_key']) }} as found
    from given
),

compared as (
    select
        example,
        row_key,
        wanted,
        found
    from allocated
    union all
    select
        example,
        'sum of the parts' as row_key,
        max(amount) as wanted,
        cast(sum(found) as decimal(19, 6)) as found
    from allocated
    group by example
    having sum(found) is not null
)

select * from compared
where coalesce(found, -999) <> coalesce(wanted, -999)
