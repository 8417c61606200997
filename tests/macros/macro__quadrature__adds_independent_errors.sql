-- 3 and 4 make 5; W47: 5% and 10% make 11.1803%; one alone stays itself; the sign of a low bound does not matter.
{% set examples = [
    ('three and four', '3', '4', '5'),
    ('worked example W47', '5', '10', '11.1803'),
    ('alone', '0', '10', '10'),
    ('low bounds', '-5', '-10', '11.1803'),
] %}

with

expected as (
    {% for example, first, second, wanted in examples -%}
    select
        '{{ example }}' as example,
        cast({{ quadrature(first, second) }} as decimal(9, 4)) as found,
        cast({{ wanted }} as decimal(9, 4)) as wanted
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from expected
where
    found is null
    or found <> wanted
