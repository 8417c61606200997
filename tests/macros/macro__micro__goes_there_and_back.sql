-- A quantity is a whole number of micro-units, and comes back as it was.
{% set examples = [
    ('one micro-unit', '0.000001', '1'),
    ('a session', '19.82', '19820000'),
    ('a credit note', '-19.82', '-19820000'),
    ('nothing', '0', '0'),
    ('all digits', '9999999999999.999999', '9999999999999999999'),
] %}

with

expected as (
    {% for example, quantity, wanted in examples -%}
    select
        '{{ example }}' as example,
        {{ micro('cast(' ~ quantity ~ ' as decimal(19, 6))') }} as found,
        cast({{ quantity }} as decimal(19, 6)) as quantity,
        {{ from_micro(wanted) }} as found_quantity,
        cast({{ wanted }} as decimal(38, 0)) as wanted
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from expected
where
    found is null
    or found <> wanted
    or found_quantity is null
    or found_quantity <> quantity
