with

readings as (
    select * from {{ ref('stg_meter_readings') }}
),

meters as (
    select * from {{ ref('stg_meters_in_time') }}
),

-- Readable readings in order: at an exchange the last reading of the old meter comes before the first of the new.
ordered as (
    select
        line_id,
        occurrence,
        meter_id,
        read_at,
        reading,
        unit,
        lag(reading) over (
            partition by meter_id
            order by read_at, case reading_kind when 'exchange_new' then 2 else 1 end, line_id
        ) as previous_reading,
        lag(read_at) over (
            partition by meter_id
            order by read_at, case reading_kind when 'exchange_new' then 2 else 1 end, line_id
        ) as previous_read_at,
        lag(unit) over (
            partition by meter_id
            order by read_at, case reading_kind when 'exchange_new' then 2 else 1 end, line_id
        ) as previous_unit
    from readings
    where
        occurrence = 1
        and meter_id is not null
        and read_at is not null
        and reading is not null
),

-- A reading holds for the start of its day: consumption between two readings covers [first, second).
-- A first reading, and the first of a new meter, open an interval and consume nothing themselves.
intervals as (
    select
        readings.extract_name,
        readings.line_id,
        readings.occurrence,
        readings.delivery_id,
        readings.source_file,
        readings.source_row,
        readings.source_document,
        readings.meter_id,
        readings.reading,
        readings.unit,
        readings.reading_kind,
        readings.quantity_basis,
        readings.read_at,
        meters.location_id,
        meters.role,
        case
            when ordered.line_id is null then null
            when readings.reading_kind = 'exchange_new' or ordered.previous_reading is null then cast(0 as decimal(19, 6))
            when ordered.previous_unit = ordered.unit and ordered.reading >= ordered.previous_reading
                then ordered.reading - ordered.previous_reading
        end as consumption,
        coalesce(readings.reading_kind = 'exchange_new' or ordered.previous_reading is null, false) as is_opening,
        coalesce(ordered.reading < ordered.previous_reading and readings.reading_kind <> 'exchange_new', false) as runs_backwards,
        case
            when readings.reading_kind = 'exchange_new' or ordered.previous_read_at is null then readings.read_at
            else ordered.previous_read_at
        end as period_start,
        case
            when readings.reading_kind = 'exchange_new' or ordered.previous_read_at is null or ordered.previous_read_at = readings.read_at
                then readings.read_at
            else cast({{ dbt.dateadd('day', -1, 'readings.read_at') }} as date)
        end as period_end,
        case
            when meters.role in ('generation', 'feed_in') then 'own_solar_power'
            when meters.carrier = 'electricity' then 'electricity'
            when meters.carrier = 'gas' then 'natural_gas'
            when meters.carrier = 'heat' then 'district_heat'
            when meters.carrier = 'water' then 'water'
        end as activity_type
    from readings
    left join ordered
        on readings.line_id = ordered.line_id
        and readings.occurrence = ordered.occurrence
    left join meters
        on readings.meter_id = meters.meter_id
        and coalesce(ordered.previous_read_at, readings.read_at, cast('9999-12-31' as date)) between meters.effective_from and meters.effective_to
),

normalised as (
    {{ normalise_quantity('intervals', 'consumption') }}
)

select * from normalised
