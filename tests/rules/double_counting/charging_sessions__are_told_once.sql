with

sessions as (
    select * from {{ ref('stg_charging_sessions') }}
    where
        occurrence = 1
        and started_at is not null
        and activity_quantity is not null
),

-- The card company knows the vehicle, the charge point may know itself only: either may be empty on one side.
told_before as (
    select
        sessions.line_id,
        min(earlier.line_id) as earlier_line_id
    from sessions
    inner join sessions as earlier
        on substr(sessions.started_at, 1, 16) = substr(earlier.started_at, 1, 16)
        and sessions.activity_quantity = earlier.activity_quantity
        and earlier.line_id < sessions.line_id
        and (
            sessions.vehicle_id = earlier.vehicle_id
            or sessions.charge_point_id = earlier.charge_point_id
        )
    group by sessions.line_id
)

select
    {{ finding(
        key=['sessions.line_id'],
        message=say(["'charging_sessions, line '", 'sessions.line_id', "' tells the session of line '", 'told_before.earlier_line_id']),
        entity_id='sessions.entity_id',
        vehicle_id='sessions.vehicle_id',
        activity_type='sessions.activity_type',
        reporting_year='extract(year from sessions.started_at_date)',
        extract_name='sessions.extract_name',
        line_id='sessions.line_id',
        source_file='sessions.source_file',
        source_row='sessions.source_row'
    ) }}
from sessions
inner join told_before
    on sessions.line_id = told_before.line_id
