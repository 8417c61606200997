with

lines as (
    select * from {{ ref('int_activity_lines') }}
    where
        extract_name = 'trips'
        and occurrence = 1
),

trips as (
    select * from {{ ref('stg_trips') }}
    where occurrence = 1
),

-- There and back counts twice. Travellers multiply where the distance is that of one traveller; a car is taken as
-- vehicle-kilometres unless the line says otherwise.
trip_lines as (
    select
        lines.extract_name,
        lines.line_id,
        lines.delivery_id,
        lines.source_file,
        lines.source_row,
        lines.source_document,
        lines.entity_id,
        lines.vehicle_id,
        lines.person_key,
        trips.channel,
        trips.mode,
        trips.fuel,
        lines.period_start,
        lines.period_end,
        cast(
            lines.quantity
            * case when trips.is_return then 2 else 1 end
            * case when trips.distance_basis = 'traveller' or trips.is_per_traveller then coalesce(trips.travellers, 1) else 1 end
            as decimal(19, 6)
        ) as km,
        case when trips.mode in ('car', 'taxi') then coalesce(trips.distance_basis, 'vehicle') else 'traveller' end as distance_basis,
        cast(null as decimal(19, 6)) as private_km,
        trips.amount_eur,
        lines.quantity_basis,
        lines.unreadable_reason
    from lines
    inner join trips
        on lines.line_id = trips.line_id
)

select * from trip_lines
