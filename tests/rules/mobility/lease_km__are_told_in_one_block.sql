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

fleet_parts as (
    select * from {{ ref('int_wpm_fleet_parts') }}
),

distances as (
    select distinct
        vehicle_id,
        reporting_year
    from fleet_parts
    where part_kind = 'distance'
),

deducted as (
    select distinct line_id from fleet_parts
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
)

select
    {{ finding(
        key=['with_car.extract_name', 'with_car.line_id'],
        message=say([
            "'commuting, line '", 'with_car.line_id', "': vehicle '", 'with_car.car_id',
            "' has a distance in block A, and this way in block D was not deducted from it'"
        ]),
        entity_id='with_car.entity_id',
        vehicle_id='with_car.car_id',
        reporting_year='distances.reporting_year',
        extract_name='with_car.extract_name',
        line_id='with_car.line_id',
        source_file='with_car.source_file',
        source_row='with_car.source_row',
        column_name="'vehicle_id'"
    ) }}
from with_car
inner join distances
    on with_car.car_id = distances.vehicle_id
    and extract(year from with_car.period_start) = distances.reporting_year
left join deducted
    on with_car.line_id = deducted.line_id
where deducted.line_id is null
