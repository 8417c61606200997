{#- Loads a seed as dbt-duckdb does, but says how cells are quoted. DuckDB guesses that from the first 20,480 rows: in a longer
    file whose first quote comes later it guesses none, and a text with a comma moves every column behind it.
    dbt calls it for each seed on DuckDB; other engines load by insert. -#}
{% macro duckdb__load_csv_rows(model, agate_table) -%}
    {%- set statement -%}
        copy {{ this.render() }} from '{{ adapter.get_seed_file_path(model) }}' (format csv, header true, delimiter ',', quote '"', escape '"')
    {%- endset -%}
    {%- do adapter.add_query(statement, abridge_sql_log=True) -%}
    {{ return(statement) }}
{%- endmacro %}
