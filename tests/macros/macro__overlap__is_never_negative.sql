-- The length of what two intervals share: inside, across either end, touching, apart, empty.
{% set examples = [
    ('inside', 0, 10, 2, 5, 3),
    ('around', 2, 5, 0, 10, 3),
    ('across the end', 0, 10, 8, 15, 2),
    ('across the start', 8, 15, 0, 10, 2),
    ('the same', 3, 7, 3, 7, 4),
    ('touching', 0, 5, 5, 9, 0),
    ('apart', 0, 5, 7, 9, 0),
    ('empty', 4, 4, 0, 9, 0),
    ('upside down', 6, 4, 0, 9, 0),
] %}

with

expected as (
    {% for example, first_start, first_end, second_start, second_end, wanted in examples -%}
    select
        '{{ example }}' as example,
        {{ overlap(first_start, first_end, second_start, second_end) }} as found,
        {{ wanted }} as wanted
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from expected
where
    found is null
    or found <> wanted
