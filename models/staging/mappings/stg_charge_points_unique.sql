with

charge_points as (
    select * from {{ ref('stg_charge_points') }}
),

-- A charge point that the mapping gives twice is a finding; the row with a meter leads, so that no session doubles.
numbered as (
    select
        charge_point_id,
        location_id,
        meter_id,
        owner,
        reimbursed,
        row_number() over (
            partition by charge_point_id
            order by meter_id nulls last, location_id nulls last, owner nulls last
        ) as charge_point_rank
    from charge_points
    where charge_point_id is not null
),

unique_charge_points as (
    select
        charge_point_id,
        location_id,
        meter_id,
        owner,
        reimbursed
    from numbered
    where charge_point_rank = 1
)

select * from unique_charge_points
