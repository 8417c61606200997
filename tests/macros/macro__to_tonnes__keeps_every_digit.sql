-- Tonnes are kilograms times 0.001, with nine decimals and no division.
{% set examples = [
    ('a milligram', '0.000001', '0.000000001'),
    ('scope 1 of the plan', '139424.983', '139.424983'),
    ('below zero', '-1.5', '-0.0015'),
    ('more digits than a double has', '123456789012345678.123456', '123456789012345.678123456'),
] %}

with

expected as (
    {% for example, kilograms, wanted in examples -%}
    select
        '{{ example }}' as example,
        {{ to_tonnes(kilograms) }} as found,
        cast({{ wanted }} as decimal(30, 9)) as wanted
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from expected
where
    found is null
    or found <> wanted
