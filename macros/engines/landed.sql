{#- An extract as it was landed, by companies that outgrow CSV files; its seed where nothing of it was landed.
    DuckDB reads the Parquet files under <TREDE_LANDING_DIR>/<extract>/, at any depth, whose columns may differ from file to
    file; other engines, and DuckDB with TREDE_LANDING_SCHEMA, the table of that name in that schema.
    Columns are taken as they are: extract() casts them to text, and knows what to do with one that is not there.
    Usage: {{ landed('trips') }} -> a select statement -#}
{% macro landed(extract_name) -%}
    {%- set seed = ref(extract_name) -%}
    {%- if not execute -%}
        {{ return('select * from ' ~ seed) }}
    {%- endif -%}
    {%- if var('landing_dir', '') and var('landing_schema', '') -%}
        {{ exceptions.raise_compiler_error("landed: TREDE_LANDING_DIR and TREDE_LANDING_SCHEMA are both set; extracts are landed in one of them") }}
    {%- endif -%}
    {%- if var('landing_dir', '') -%}
        {%- set names = adapter.dispatch('landed_folders', 'trede')(var('landing_dir')) -%}
        {%- set place = "folder " ~ var('landing_dir') -%}
    {%- else -%}
        {%- set names = landed_tables(var('landing_schema')) -%}
        {%- set place = "schema " ~ var('landing_schema') -%}
    {%- endif -%}
    {%- if names | length == 0 -%}
        {{ exceptions.raise_compiler_error("landed: nothing is landed in the " ~ place ~ ": does it exist, and does it hold extracts of the contract?") }}
    {%- endif -%}
    {%- for name in names if name not in contract_files('extracts') -%}
        {{ exceptions.raise_compiler_error("landed: '" ~ name ~ "' in the " ~ place ~ " would be read by nothing. Extracts are named " ~ contract_files('extracts') | join(', ')) }}
    {%- endfor -%}
    {%- if extract_name not in names -%}
        {{ return('select * from ' ~ seed) }}
    {%- endif -%}
    {%- if run_query('select 1 from ' ~ seed ~ ' limit 1').rows | length > 0 -%}
        {{ exceptions.raise_compiler_error("landed: '" ~ extract_name ~ "' has lines in extracts/" ~ extract_name ~ ".csv and in the " ~ place ~ ": leave the header only in the CSV, or land nothing of it") }}
    {%- endif -%}
    {%- if var('landing_dir', '') -%}
        {{ return(adapter.dispatch('read_landed_folder', 'trede')(var('landing_dir') ~ '/' ~ extract_name)) }}
    {%- endif -%}
    {{ return('select * from ' ~ api.Relation.create(database=target.database, schema=var('landing_schema'), identifier=extract_name)) }}
{%- endmacro %}

{#- The names of the tables in the landing schema. -#}
{% macro landed_tables(landing_schema) -%}
    {%- set names = [] -%}
    {#- The macro of dbt, not the method of the adapter: a model cannot reach that. Tables and views alike. -#}
    {%- for row in list_relations_without_caching(api.Relation.create(database=target.database, schema=landing_schema)) -%}
        {%- do names.append(row['name']) -%}
    {%- endfor -%}
    {{ return(names) }}
{%- endmacro %}

{#- The names of the folders of a landing folder that hold Parquet files. -#}
{% macro default__landed_folders(folder) -%}
    {{ exceptions.raise_compiler_error("landed: " ~ target.type ~ " reads landed tables, not files: name their schema in TREDE_LANDING_SCHEMA") }}
{%- endmacro %}

{% macro duckdb__landed_folders(folder) -%}
    {%- set query -%}
        select distinct split_part(replace(substr(file, length({{ literal(folder) }}) + 2), '\', '/'), '/', 1) as name
        from glob({{ literal(folder ~ '/**/*.parquet') }})
        order by name
    {%- endset -%}
    {{ return(run_query(query).columns['name'].values() | list) }}
{%- endmacro %}

{#- The rows of all Parquet files in a folder and the folders below it; a column that one file lacks is null in its rows. -#}
{% macro default__read_landed_folder(folder) -%}
    {{ exceptions.raise_compiler_error("landed: " ~ target.type ~ " reads landed tables, not files: name their schema in TREDE_LANDING_SCHEMA") }}
{%- endmacro %}

{% macro duckdb__read_landed_folder(folder) -%}
    {{ return("select * from read_parquet(" ~ literal(folder ~ '/**/*.parquet') ~ ", union_by_name = true, hive_partitioning = false)") }}
{%- endmacro %}
