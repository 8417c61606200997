{#- "Today" for rules that look at ages and expiries: var as_of_date (the demo and the tests fix it), else the day of the run.
    Usage: where expires_on < {{ as_of_date() }} -#}
{% macro as_of_date() -%}
    {%- set day = var('as_of_date', '') | string | trim -%}
    {%- if day == '' -%}
        current_date
    {%- elif modules.re.fullmatch('[0-9]{4}-[0-9]{2}-[0-9]{2}', day) -%}
        cast('{{ day }}' as date)
    {%- else -%}
        {{ exceptions.raise_compiler_error("as_of_date: '" ~ day ~ "' is not a date like 2025-03-31") }}
    {%- endif -%}
{%- endmacro %}
