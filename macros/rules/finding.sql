{#- The columns of one finding, the same in every rule, so that a rule is a list of offenders and little else.
    `key` is a list of SQL expressions that name the offender for good (accepted findings point at it); `message` is an SQL
    expression, mostly say([...]); `given` names the columns that the offenders already have under the finding's own names;
    every other column may be given as an SQL expression, and is null where it is not. `kg_co2e` is for rules whose
    kg_at_stake is `told`: kilograms that no key of a finding leads to, such as those of a spend category in a year.
    Usage: select {{ finding(key=['extract_name', 'line_id'], message=say(["'unit '", 'unit', "' is unknown'"]),
                             given=['extract_name', 'line_id'], column_name="'unit'") }} from offenders -#}
{% macro finding(
    key,
    message,
    given=[],
    entity_id=none,
    location_id=none,
    vehicle_id=none,
    activity_type=none,
    reporting_year=none,
    month=none,
    extract_name=none,
    line_id=none,
    source_file=none,
    source_row=none,
    column_name=none,
    cell_value=none,
    kg_co2e=none
) -%}
    {%- set told = {
        'entity_id': entity_id,
        'location_id': location_id,
        'vehicle_id': vehicle_id,
        'activity_type': activity_type,
        'reporting_year': reporting_year,
        'month': month,
        'extract_name': extract_name,
        'line_id': line_id,
        'source_file': source_file,
        'source_row': source_row,
        'column_name': column_name,
        'cell_value': cell_value,
    } -%}
    {%- for column in given if column not in told -%}
        {{ exceptions.raise_compiler_error("finding: '" ~ column ~ "' is no column of a finding; known are " ~ finding_columns() | join(', ')) }}
    {%- endfor -%}
    cast({{ say(key, "'|'", "''") }} as {{ dbt.type_string() }}) as finding_key
    {%- for column, expression in told.items() %},
    cast({{ expression if expression is not none else (column if column in given else 'null') }} as
        {%- if column == 'reporting_year' %} integer{% elif column == 'month' %} date{% else %} {{ dbt.type_string() }}{% endif %}) as {{ column }}
    {%- endfor %},
    cast({{ message }} as {{ dbt.type_string() }}) as message,
    cast({{ kg_co2e if kg_co2e is not none else 'null' }} as decimal(27, 6)) as told_kg_co2e
{%- endmacro %}

{#- The columns of a finding, in order; its table has told_kg_co2e after them. Usage: {% for column in finding_columns() %} -#}
{% macro finding_columns() -%}
    {{ return([
        'finding_key',
        'entity_id',
        'location_id',
        'vehicle_id',
        'activity_type',
        'reporting_year',
        'month',
        'extract_name',
        'line_id',
        'source_file',
        'source_row',
        'column_name',
        'cell_value',
        'message',
    ]) }}
{%- endmacro %}
