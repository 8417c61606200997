-- The product is exact and cast once; half a micro-kilogram rounds away from zero; large amounts do not overflow.
{% set examples = [
    ('whole', '1000', '2.794', '2794'),
    ('half rounds up', '0.000001', '1.5', '0.000002'),
    ('half below zero rounds down', '-0.000001', '1.5', '-0.000002'),
    ('just below half', '0.000001', '1.499999999', '0.000001'),
    ('more digits than a double has', '98765432.123456', '2.821', '278617284.020269'),
    ('twelve million litres', '12000000', '3.262', '39144000'),
    ('nothing', '0', '2.794', '0'),
] %}

with

expected as (
    {% for example, quantity, factor, wanted in examples -%}
    select
        '{{ example }}' as example,
        {{ to_kg(quantity, factor) }} as found,
        cast({{ wanted }} as decimal(18, 6)) as wanted
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from expected
where
    found is null
    or found <> wanted
