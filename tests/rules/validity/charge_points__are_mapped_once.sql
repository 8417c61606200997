with

charge_points as (
    select * from {{ ref('stg_charge_points') }}
    where charge_point_id is not null
),

mapped_again as (
    select
        charge_point_id,
        count(*) as row_count,
        min(location_id) as location_id
    from charge_points
    group by charge_point_id
    having count(*) > 1
)

select
    {{ finding(
        key=['charge_point_id'],
        message=say(["'charge point '", 'charge_point_id', "' has '", 'row_count', "' rows; the one with a meter was taken'"]),
        given=['location_id'],
        extract_name="'charge_points'",
        line_id='charge_point_id',
        column_name="'charge_point_id'",
        cell_value='charge_point_id'
    ) }}
from mapped_again
