-- Whole-number division down, exact beyond what a double holds.
{% set examples = [
    ('exact', '6', '3', '2'),
    ('down', '7', '3', '2'),
    ('nearly the next', '8', '3', '2'),
    ('nothing', '0', '3', '0'),
    ('33 nines by seven', '999999999999999999999999999999999', '7', '142857142857142857142857142857142'),
    ('expressions', '10 + 4', '2 + 2', '3'),
] %}

with

expected as (
    {% for example, numerator, denominator, wanted in examples -%}
    select
        '{{ example }}' as example,
        {{ integer_divide(numerator, denominator) }} as found,
        cast({{ wanted }} as decimal(38, 0)) as wanted
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from expected
where
    found is null
    or found <> wanted
