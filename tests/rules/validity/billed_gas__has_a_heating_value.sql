with

lines as (
    select * from {{ ref('int_activity_lines') }}
),

billed_as_energy as (
    select *
    from lines
    where
        occurrence = 1
        and activity_type in ('natural_gas', 'green_gas')
        and lower(source_unit) in ('gj', 'mj', 'kwh', 'mwh')
        and unit_multiplier is not null
)

select
    {{ finding(
        key=['extract_name', 'line_id'],
        message=say(['extract_name', "', line '", 'line_id', "': '", short('source_quantity', 2), "' '", 'source_unit', "' of gas without a heating value, taken as '", short('quantity', 2), "' Nm3'"]),
        given=['entity_id', 'location_id', 'vehicle_id', 'activity_type', 'extract_name', 'line_id', 'source_file', 'source_row'],
        reporting_year='extract(year from period_start)',
        column_name="'unit'",
        cell_value='source_unit'
    ) }}
from billed_as_energy
