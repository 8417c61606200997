{#- Whole-number division that rounds down, for numerators and denominators >= 0, exact to 38 digits.
    Decimal division is not used anywhere: DuckDB answers it with a double.
    Usage: {{ integer_divide('micro_kwh * days', '31') }} -> decimal(38,0) -#}
{% macro integer_divide(numerator, denominator) -%}
    {{ return(adapter.dispatch('integer_divide', 'trede')(numerator, denominator)) }}
{%- endmacro %}

{% macro default__integer_divide(numerator, denominator) -%}
    {{ exceptions.raise_compiler_error("integer_divide: no whole-number division is known for " ~ target.type) }}
{%- endmacro %}

{% macro duckdb__integer_divide(numerator, denominator) -%}
    cast((cast({{ numerator }} as hugeint) // cast({{ denominator }} as hugeint)) as decimal(38, 0))
{%- endmacro %}

{% macro postgres__integer_divide(numerator, denominator) -%}
    cast(div(cast({{ numerator }} as numeric), cast({{ denominator }} as numeric)) as decimal(38, 0))
{%- endmacro %}

{% macro spark__integer_divide(numerator, denominator) -%}
    cast((cast({{ numerator }} as decimal(38, 0)) div cast({{ denominator }} as decimal(38, 0))) as decimal(38, 0))
{%- endmacro %}
