with

trips as (
    select * from {{ ref('stg_trips') }}
    where
        occurrence = 1
        and traveller_key is not null
        and travelled_on is not null
        and distance is not null
),

commuting as (
    select * from {{ ref('stg_commuting') }}
    where
        occurrence = 1
        and employee_key is not null
        and distance_one_way is not null
),

-- Where both files name a person by one key: the same way, by the same mode, on a day of the commute.
matched as (
    select
        trips.line_id,
        min(commuting.line_id) as commuting_line_id
    from trips
    inner join commuting
        on trips.traveller_key = commuting.employee_key
        and trips.mode = commuting.mode
        and trips.distance = commuting.distance_one_way
        and lower(trips.unit) = lower(commuting.unit)
        and trips.travelled_on >= commuting.period_start
        and trips.travelled_on <= commuting.period_end
    group by trips.line_id
)

select
    {{ finding(
        key=['trips.line_id'],
        message=say(["'trips, line '", 'trips.line_id', "' has the mode and distance of the commute of the same person in commuting, line '", 'matched.commuting_line_id']),
        entity_id='trips.entity_id',
        vehicle_id='trips.vehicle_id',
        activity_type='trips.activity_type',
        reporting_year='extract(year from trips.travelled_on)',
        extract_name='trips.extract_name',
        line_id='trips.line_id',
        source_file='trips.source_file',
        source_row='trips.source_row'
    ) }}
from trips
inner join matched
    on trips.line_id = matched.line_id
