-- part / whole rounded half away from zero; null where the whole is null or not above zero.
{% set examples = [
    ('third', '1.0', '3.0', 6, '0.333333'),
    ('two thirds', '2.0', '3.0', 6, '0.666667'),
    ('half goes up', '1.0', '8.0', 2, '0.13'),
    ('half below zero goes down', '-1.0', '8.0', 2, '-0.13'),
    ('no decimals', '5.0', '2.0', 0, '3'),
    ('decimals on both sides', '0.75', '0.5', 3, '1.5'),
    ('expressions on both sides', '1.5 + 1.5', '2.0 + 2.0', 2, '0.75'),
    ('nothing of something', '0.0', '7.0', 2, '0'),
    ('more digits than a double has', 'cast(123456789.123456 as decimal(19, 6))', '0.000001', 2, '123456789123456'),
] %}
{% set undefined = [
    ('whole is zero', '1.0', '0.0'),
    ('whole is below zero', '1.0', '-1.0'),
    ('no whole', '1.0', 'cast(null as decimal(19, 6))'),
    ('no part', 'cast(null as decimal(19, 6))', '1.0'),
] %}

with

expected as (
    {% for example, part, whole, decimals, wanted in examples -%}
    select
        '{{ example }}' as example,
        cast({{ ratio(part, whole, decimals) }} as decimal(28, 6)) as found,
        cast({{ wanted }} as decimal(28, 6)) as wanted
    union all
    {% endfor -%}
    {% for example, part, whole in undefined -%}
    select
        '{{ example }}' as example,
        cast({{ ratio(part, whole, 2) }} as decimal(28, 6)) as found,
        cast(null as decimal(28, 6)) as wanted
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from expected
where coalesce(found, -999) <> coalesce(wanted, -999)
