-- A number is digits with a decimal point and nothing else: what people also write is null, never a guess.
{% set cells = [
    ('12', '12', '12', 'null', 'null'),
    ('-12', '-12', '-12', 'null', 'null'),
    ('0012', '12', '12', 'null', 'null'),
    ('12.50', '12.5', 'null', 'null', 'null'),
    ('0.0000005', '0.000001', 'null', 'null', 'null'),
    ('999999999', '999999999', '999999999', 'null', 'null'),
    ('1234567890', 'null', 'null', 'null', 'null'),
    ('1.234,56', 'null', 'null', 'null', 'null'),
    ('1,5', 'null', 'null', 'null', 'null'),
    ('1 234', 'null', 'null', 'null', 'null'),
    ('1e3', 'null', 'null', 'null', 'null'),
    ('+5', 'null', 'null', 'null', 'null'),
    ('.5', 'null', 'null', 'null', 'null'),
    ('5.', 'null', 'null', 'null', 'null'),
    ('12kWh', 'null', 'null', 'null', 'null'),
    ('nan', 'null', 'null', 'null', 'null'),
    ('', 'null', 'null', 'null', 'null'),
    ('1', '1', '1', 'null', 'null'),
    ('true', 'null', 'null', 'true', 'null'),
    ('FALSE', 'null', 'null', 'false', 'null'),
    ('ja', 'null', 'null', 'null', 'null'),
    ('Home', 'null', 'null', 'null', "'home'"),
    ('homely', 'null', 'null', 'null', 'null'),
] %}

with

cells as (
    {% for cell, number, integer, boolean, code in cells -%}
    select
        cast('{{ cell }}' as {{ dbt.type_string() }}) as cell,
        cast({{ number }} as decimal(19, 6)) as wanted_number,
        cast({{ integer }} as integer) as wanted_integer,
        cast({{ boolean }} as boolean) as wanted_boolean,
        cast({{ code }} as {{ dbt.type_string() }}) as wanted_code
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

read_cells as (
    select
        cells.*,
        {{ read_number('cell') }} as found_number,
        {{ read_integer('cell') }} as found_integer,
        {{ read_boolean('cell') }} as found_boolean,
        {{ read_code('cell', ['own', 'home']) }} as found_code
    from cells
),

wrong as (
    select * from read_cells
    where
        coalesce(found_number, -999) <> coalesce(wanted_number, -999)
        or coalesce(found_integer, -999) <> coalesce(wanted_integer, -999)
        or coalesce(found_code, '?') <> coalesce(wanted_code, '?')
        or case when found_boolean then 1 when not found_boolean then 0 else -1 end
        <> case when wanted_boolean then 1 when not wanted_boolean then 0 else -1 end
)

select * from wrong
