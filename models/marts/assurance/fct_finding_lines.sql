{{ config(schema='audit', access='protected') }}

-- An empty shell: see fct_rule_results.
with

shell as (
    select
        cast(null as {{ dbt.type_string() }}) as finding_id,
        cast(null as {{ dbt.type_string() }}) as rule_id,
        cast(null as {{ dbt.type_string() }}) as severity,
        cast(null as {{ dbt.type_string() }}) as status,
        cast(null as {{ dbt.type_string() }}) as finding_key,
        cast(null as {{ dbt.type_string() }}) as entity_id,
        cast(null as {{ dbt.type_string() }}) as location_id,
        cast(null as {{ dbt.type_string() }}) as vehicle_id,
        cast(null as {{ dbt.type_string() }}) as activity_type,
        cast(null as integer) as reporting_year,
        cast(null as date) as month,
        cast(null as {{ dbt.type_string() }}) as extract_name,
        cast(null as {{ dbt.type_string() }}) as line_id,
        cast(null as {{ dbt.type_string() }}) as source_file,
        cast(null as {{ dbt.type_string() }}) as source_row,
        cast(null as {{ dbt.type_string() }}) as column_name,
        cast(null as {{ dbt.type_string() }}) as cell_value,
        cast(null as {{ dbt.type_string() }}) as message,
        cast(null as {{ dbt.type_boolean() }}) as is_person_borne,
        cast(null as decimal(27, 6)) as kg_co2e,
        cast(null as {{ dbt.type_string() }}) as accepted_by,
        cast(null as date) as accepted_until,
        cast(null as {{ dbt.type_string() }}) as run_id
)

select * from shell
where 1 = 0
