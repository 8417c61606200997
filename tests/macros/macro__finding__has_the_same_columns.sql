-- What is given, what is told, and what is neither.
with

offenders as (
    select
        cast('trips' as {{ dbt.type_string() }}) as extract_name,
        cast('T-1' as {{ dbt.type_string() }}) as line_id,
        cast('2024-05-31' as date) as travelled_on
),

findings as (
    select
        {{ finding(
            key=['extract_name', 'line_id'],
            message=say(["'line '", 'line_id']),
            given=['extract_name', 'line_id'],
            reporting_year='extract(year from travelled_on)',
            column_name="'travelled_on'",
            kg_co2e='cast(12.5 as decimal(18, 6))'
        ) }}
    from offenders
),

wrong as (
    select *
    from findings
    where
        finding_key <> 'trips|T-1'
        or message <> 'line T-1'
        or extract_name <> 'trips'
        or line_id <> 'T-1'
        or reporting_year <> 2024
        or column_name <> 'travelled_on'
        or entity_id is not null
        or location_id is not null
        or vehicle_id is not null
        or activity_type is not null
        or month is not null
        or source_file is not null
        or source_row is not null
        or cell_value is not null
        or told_kg_co2e <> 12.5
)

select {{ finding_columns() | join(', ') }} from wrong
