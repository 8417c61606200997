with

lines as (
    select * from {{ ref('int_activity_lines') }}
),

estimates as (
    select distinct
        estimation_method,
        location_id
    from {{ ref('stg_estimates') }}
    where
        {{ adapter.quote('value') }} is not null
        and uncertainty_pct_low is not null
        and uncertainty_pct_high is not null
        and method is not null
),

undocumented as (
    select lines.*
    from lines
    left join estimates
        on lines.estimation_method = estimates.estimation_method
        and (estimates.location_id is null or estimates.location_id = lines.location_id)
    where
        lines.extract_name in ('supplier_invoices', 'meter_readings')
        and lines.quantity_basis in ('estimated', 'statement')
        and lines.occurrence = 1
        and estimates.estimation_method is null
)

select
    {{ finding(
        key=['extract_name', 'line_id'],
        message=say(['extract_name', "', line '", 'line_id', "' is '", 'quantity_basis', "', and its method '", 'estimation_method', "' is not documented'"]),
        given=['entity_id', 'location_id', 'vehicle_id', 'activity_type', 'extract_name', 'line_id', 'source_file', 'source_row'],
        reporting_year='extract(year from period_start)',
        column_name="'estimation_method'",
        cell_value='estimation_method'
    ) }}
from undocumented
