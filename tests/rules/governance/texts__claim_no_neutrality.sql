{#- Every text of a company that a page or report may print, with the column that names its row. -#}
{%- set texts = [
    ('base_years', 'line', ['reason']),
    ('category_screening', 'ghg_category', ['reason']),
    ('company', 'name', ['name', 'reason']),
    ('entities', 'entity_id', ['reason']),
    ('exclusions', 'source', ['source', 'reason']),
    ('measures', 'measure_id', ['description', 'reason']),
    ('opportunities', 'opportunity_id', ['description', 'reason']),
    ('product_market_combinations', 'combination_id', ['name', 'name_en', 'reason']),
    ('publications', 'reporting_year', ['reason']),
    ('removals', 'reporting_year', ['statement', 'reason']),
    ('restatements', 'reporting_year', ['reason']),
    ('targets', 'target_id', ['reason']),
    ('verifications', 'reporting_year', ['reason']),
] -%}
{#- Words that claim that nothing is emitted, in Dutch and English, with a dash, a space or nothing between their parts. Zero
    emission is none of them: laws and forms use it for vehicles. -#}
{%- set claims = [
    '(co2|co₂|klimaat|carbon|climate|koolstof)[- ]?(neutra|positi|vrij|free|negati)',
    '(net|netto)[- ]?(zero|nul)',
    '(emissie|uitstoot)[- ]?(loos|vrij|neutra)',
    'emissions?[- ]?free',
] -%}
with

texts as (
    {%- for file, key_column, columns in texts %}
    {%- set outer_loop = loop %}
    {%- for column in columns %}
    select
        '{{ file }}' as file_name,
        '{{ column }}' as column_name,
        cast({{ adapter.quote(key_column) }} as {{ dbt.type_string() }}) as row_key,
        {{ adapter.quote(column) }} as cell_value
    from ({{ extract(file) }}) as {{ file }}_{{ column }}
    {{ 'union all' if not (loop.last and outer_loop.last) }}
    {%- endfor %}
    {%- endfor %}
)

select
    {{ finding(
        key=['file_name', 'row_key', 'column_name'],
        message=say(['file_name', "', '", 'row_key', "', '", 'column_name', "': '''", 'cell_value', "''''"]),
        extract_name='file_name',
        line_id='row_key',
        given=['column_name', 'cell_value']
    ) }}
from texts
where {{ matches('lower(cell_value)', '.*(' ~ claims | join('|') ~ ').*') }}
