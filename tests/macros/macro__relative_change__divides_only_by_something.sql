-- ((end / end_by) / (base / base_by) - 1) x 100, and nothing where there is nothing to divide by.
{% set examples = [
    ('per revenue', 174.73, 20800000, 122.1, 12520000, -13.862392),
    ('absolute', 119, 1, 85, 1, 40),
    ('nothing left', 0, 1, 85, 1, -100),
    ('almost a million-fold', 81000000, 1, 95.8, 1, 84551048.22547),
    ('the last decimals', '0.000000001', 100000000, '0.000000003', 100000000, -66.666667),
    ('more than a million-fold', 96, 1, '0.000001', 1, 'null'),
    ('no denominator', 1, 0, 85, 1, 'null'),
    ('no base', 1, 1, 0, 1, 'null'),
    ('below zero', -1, 1, 85, 1, 'null'),
] %}

with

expected as (
    {% for example, end_value, end_by, base_value, base_by, wanted in examples -%}
    select
        '{{ example }}' as example,
        {{ relative_change(
            'cast(' ~ end_value ~ ' as decimal(27, 9))', 'cast(' ~ end_by ~ ' as decimal(19, 6))',
            'cast(' ~ base_value ~ ' as decimal(27, 9))', 'cast(' ~ base_by ~ ' as decimal(19, 6))'
        ) }} as found,
        cast({{ wanted }} as decimal(27, 9)) as wanted
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from expected
where
    (found is null and wanted is not null)
    or (found is not null and wanted is null)
    or abs(found - wanted) > 0.000001
