with

trips as (
    select * from {{ ref('stg_trips') }}
    where
        occurrence = 1
        and not has_own_factor
),

commuting as (
    select * from {{ ref('stg_commuting') }}
    where
        occurrence = 1
        and not has_own_factor
),

hired_travel as (
    select * from {{ ref('stg_subcontractor_travel') }}
    where
        occurrence = 1
        and not has_own_factor
),

distances as (
    select * from {{ ref('int_month_claims') }}
    where
        extract_name = 'vehicle_distances'
        and month_claim_status = 'counted'
        and activity_type = 'company_car_unknown'
),

stand_ins as (
    select
        entity_id,
        vehicle_id,
        activity_type,
        cast(extract(year from travelled_on) as integer) as reporting_year,
        extract_name,
        line_id,
        source_file,
        source_row,
        mode as travel_mode
    from trips
    union all
    select
        entity_id,
        vehicle_id,
        activity_type,
        cast(extract(year from period_end) as integer) as reporting_year,
        extract_name,
        line_id,
        source_file,
        source_row,
        mode as travel_mode
    from commuting
    union all
    select
        cast(null as {{ dbt.type_string() }}) as entity_id,
        cast(null as {{ dbt.type_string() }}) as vehicle_id,
        activity_type,
        {{ adapter.quote('year') }} as reporting_year,
        extract_name,
        line_id,
        source_file,
        source_row,
        mode as travel_mode
    from hired_travel
    union all
    select distinct
        entity_id,
        vehicle_id,
        activity_type,
        cast(extract(year from period_start) as integer) as reporting_year,
        extract_name,
        line_id,
        source_file,
        source_row,
        'vehicle' as travel_mode
    from distances
)

select
    {{ finding(
        key=['extract_name', 'line_id'],
        message=say(['extract_name', "', line '", 'line_id', "': '", 'travel_mode', "' has no factor of its own and takes that of '", 'activity_type']),
        given=['entity_id', 'vehicle_id', 'activity_type', 'reporting_year', 'extract_name', 'line_id', 'source_file', 'source_row']
    ) }}
from stand_ins
