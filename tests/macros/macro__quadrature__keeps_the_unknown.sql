-- An error of which one part is unknown is unknown: null, not the other part.
{% set examples = [
    ('first', 'cast(null as decimal(9, 3))', '10'),
    ('second', '10', 'cast(null as decimal(9, 3))'),
] %}

with

expected as (
    {% for example, first, second in examples -%}
    select
        '{{ example }}' as example,
        cast({{ quadrature(first, second) }} as decimal(9, 4)) as found,
        cast(null as decimal(9, 4)) as wanted
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from expected
where
    found is not null
