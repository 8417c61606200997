-- part as a percentage of whole, rounded to two decimals.
{% set examples = [
    ('5.1 per cent', '51.0', '1000.0', '5.10'),
    ('a sixth', '1.0', '6.0', '16.67'),
    ('an expression', '1.0 + 1.0', '3.0', '66.67'),
    ('more than all', '3.0', '2.0', '150.00'),
    ('below zero', '-1.0', '3.0', '-33.33'),
    ('a large column of kg', 'cast(84324142.5 as decimal(18, 6))', 'cast(843241425 as decimal(18, 6))', '10.00'),
] %}

with

expected as (
    {% for example, part, whole, wanted in examples -%}
    select
        '{{ example }}' as example,
        {{ percentage(part, whole) }} as found,
        cast({{ wanted }} as decimal(28, 2)) as wanted
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from expected
where
    found is null
    or found <> wanted
