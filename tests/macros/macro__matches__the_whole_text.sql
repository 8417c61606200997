-- A pattern must match from the first character to the last, also where it offers alternatives.
{% set examples = [
    ('a date', '2024-02-31', '[0-9]{4}-[0-9]{2}-[0-9]{2}', 'true'),
    ('a space behind it', '2024-02-31 ', '[0-9]{4}-[0-9]{2}-[0-9]{2}', 'false'),
    ('a letter before it', 'x2024-02-31', '[0-9]{4}-[0-9]{2}-[0-9]{2}', 'false'),
    ('nothing', '', '[0-9]{4}-[0-9]{2}-[0-9]{2}', 'false'),
    ('the first alternative and more', 'ab', 'a|b', 'false'),
    ('the second alternative', 'b', 'a|b', 'true'),
] %}

with

expected as (
    {% for example, text, pattern, wanted in examples -%}
    select
        '{{ example }}' as example,
        {{ matches("cast('" ~ text ~ "' as " ~ dbt.type_string() ~ ")", pattern) }} as found,
        {{ wanted }} as wanted
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from expected
where
    found is null
    or found <> wanted
