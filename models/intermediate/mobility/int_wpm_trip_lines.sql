{{ config(materialized=read_once()) }}
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

category_mapping as (
    select * from {{ ref('wpm_category_mapping') }}
    where category = 'public_transport'
),

-- The form asks public transport in euros: an invoice without a distance, and its credit notes, can be read here.
with_euros as (
    select
        lines.*,
        trips.channel,
        trips.mode,
        trips.fuel,
        trips.distance_basis,
        trips.travellers,
        trips.is_return,
        trips.is_per_traveller,
        trips.amount_eur as trip_amount_eur,
        coalesce(
            lines.unreadable_reason in ('quantity_unreadable', 'unknown_unit')
            and category_mapping.mode is not null
            and trips.distance_text is null
            and trips.amount_eur is not null
            and trips.travelled_on is not null,
            false
        ) as is_euros_alone
    from lines
    inner join trips
        on lines.line_id = trips.line_id
    left join category_mapping
        on trips.mode = category_mapping.mode
),

-- There and back counts twice. Travellers multiply where the distance is that of one traveller; a car is taken as
-- vehicle-kilometres unless the line says otherwise.
trip_lines as (
    select
        extract_name,
        line_id,
        delivery_id,
        source_file,
        source_row,
        source_document,
        entity_id,
        vehicle_id,
        person_key,
        channel,
        mode,
        fuel,
        period_start,
        period_end,
        cast(
            case when is_euros_alone then 0 else quantity end
            * case when is_return then 2 else 1 end
            * case when distance_basis = 'traveller' or is_per_traveller then coalesce(travellers, 1) else 1 end
            as decimal(19, 6)
        ) as km,
        distance_basis as stated_basis,
        cast(null as decimal(19, 6)) as private_km,
        trip_amount_eur as amount_eur,
        quantity_basis,
        case when not is_euros_alone then unreadable_reason end as unreadable_reason
    from with_euros
)

select * from trip_lines
