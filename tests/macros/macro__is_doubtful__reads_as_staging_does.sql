-- The same cells as typed_extract reads, by kind; a date has its last word in the calendar.
{% set examples = [
    ('number', '12.5', false),
    ('number', '-0.25', false),
    ('number', '1.234,56', true),
    ('number', '1,5', true),
    ('number', '1e3', true),
    ('number', 'veel', true),
    ('integer', '2024', false),
    ('integer', '12.0', true),
    ('boolean', 'TRUE', false),
    ('boolean', 'ja', true),
    ('code', 'Wind', false),
    ('code', 'kernenergie', true),
    ('date', '2024-02-31', true),
    ('text', 'anything', true),
] %}

{% set shapes = [
    ('date', '2024-05-31', true),
    ('date', '31-5-2024', false),
    ('timestamp', '2024-05-31T10:00:00+02:00', true),
    ('timestamp', '2024-05-31 10:00', true),
    ('timestamp', '2024-05-31', false),
    ('timestamp', '31-05-2024 10:00', false),
    ('number', '2024-05-31', false),
] %}

with

cells as (
    {% for reads_as, cell, wanted in examples -%}
    select
        '{{ reads_as }}' as reads_as,
        cast('{{ cell }}' as {{ dbt.type_string() }}) as cell,
        {{ is_doubtful({'name': "cast('" ~ cell ~ "' as " ~ dbt.type_string() ~ ')', 'reads_as': reads_as, 'values': ['wind', 'solar']}) }} as found,
        {{ wanted | string | lower }} as wanted
    union all
    {% endfor -%}
    {% for reads_as, cell, wanted in shapes -%}
    select
        'shape of ' || '{{ reads_as }}' as reads_as,
        cast('{{ cell }}' as {{ dbt.type_string() }}) as cell,
        {{ is_shaped_as_date("cast('" ~ cell ~ "' as " ~ dbt.type_string() ~ ')', "cast('" ~ reads_as ~ "' as " ~ dbt.type_string() ~ ')') }} as found,
        {{ wanted | string | lower }} as wanted
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from cells
where
    found is null
    or found <> wanted
