with

commuting as (
    select * from {{ ref('int_wpm_lines') }}
    where
        extract_name = 'commuting'
        and exclusion_reason is null
        and travel_mode = 'car'
),

keys as (
    select
        line_id,
        employee_key
    from {{ ref('stg_commuting') }}
    where occurrence = 1
),

assigned as (
    select * from {{ ref('stg_assigned_vehicles') }}
),

line_years as (
    select * from {{ ref('int_wpm_line_years') }}
    where
        extract_name = 'vehicle_distances'
        and block = 'A'
        and exclusion_reason is null
        and reporting_year is not null
),

deducted as (
    select distinct line_id from {{ ref('int_wpm_fleet_parts') }}
    where part_kind = 'commuting_in_vehicle'
),

-- The car that the line names, else the one that its employee has on its first day.
with_car as (
    select
        commuting.*,
        coalesce(commuting.vehicle_id, assigned.vehicle_id) as car_id
    from commuting
    inner join keys
        on commuting.line_id = keys.line_id
    left join assigned
        on keys.employee_key = assigned.employee_key
        and commuting.vehicle_id is null
        and commuting.period_start >= coalesce(assigned.valid_from, commuting.period_start)
        and commuting.period_start <= coalesce(assigned.valid_to, commuting.period_start)
),

-- Days of the line on which the distance of that car is known.
told_twice as (
    select
        with_car.extract_name,
        with_car.line_id,
        with_car.car_id,
        with_car.entity_id,
        with_car.source_file,
        with_car.source_row,
        min(line_years.reporting_year) as reporting_year
    from with_car
    inner join line_years
        on with_car.car_id = line_years.vehicle_id
        and with_car.period_start <= line_years.stretch_end
        and with_car.period_end >= line_years.stretch_start
    left join deducted
        on with_car.line_id = deducted.line_id
    where deducted.line_id is null
    group by
        with_car.extract_name,
        with_car.line_id,
        with_car.car_id,
        with_car.entity_id,
        with_car.source_file,
        with_car.source_row
)

select
    {{ finding(
        key=['extract_name', 'line_id'],
        message=say([
            "'commuting, line '", 'line_id', "': vehicle '", 'car_id',
            "' has a distance in block A, and this way in block D was not deducted from it'"
        ]),
        given=['entity_id', 'reporting_year', 'extract_name', 'line_id', 'source_file', 'source_row'],
        vehicle_id='car_id',
        column_name="'vehicle_id'"
    ) }}
from told_twice
