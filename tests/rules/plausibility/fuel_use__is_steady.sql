with

fuellings as (
    select
        lines.vehicle_id,
        lines.entity_id,
        lines.line_id,
        lines.activity_type,
        lines.period_start,
        lines.quantity,
        delivered.odometer_km
    from {{ ref('int_activity_lines') }} as lines
    inner join {{ ref('stg_fuel_transactions') }} as delivered
        on lines.line_id = delivered.line_id
        and lines.occurrence = delivered.occurrence
    where
        lines.occurrence = 1
        and lines.extract_name = 'fuel_transactions'
        and lines.unit = 'l'
        and lines.vehicle_id is not null
        and lines.period_start is not null
        and delivered.activity_category = 'fuel_vehicles'
),

use_range as (
    {{ plausible_range('fuel_use_of_vehicle_ratio') }}
),

-- Litres between two readings of the odometer belong to the reading that closes them: fuellings without
-- one wait for the next.
counted as (
    select
        fuellings.*,
        count(odometer_km) over (
            partition by vehicle_id order by period_start, line_id rows between unbounded preceding and current row
        ) - case when odometer_km is null then 0 else 1 end as reading_count
    from fuellings
),

stretches as (
    select
        vehicle_id,
        reading_count,
        min(entity_id) as entity_id,
        min(activity_type) as activity_type,
        max(case when odometer_km is not null then period_start end) as last_day,
        max(odometer_km) as odometer_km,
        sum(quantity) as fuel_l
    from counted
    group by
        vehicle_id,
        reading_count
),

driven as (
    select
        stretches.*,
        odometer_km - lag(odometer_km) over (partition by vehicle_id order by reading_count) as driven_km
    from stretches
),

half_years as (
    select
        vehicle_id,
        cast(extract(year from last_day) as integer) as reporting_year,
        {{ half_year('last_day') }} as half,
        min(entity_id) as entity_id,
        min(activity_type) as activity_type,
        count(*) as stretch_count,
        cast(sum(fuel_l) as decimal(19, 6)) as fuel_l,
        cast(sum(driven_km) as decimal(19, 6)) as driven_km
    from driven
    where
        driven_km is not null
        and last_day is not null
    group by
        vehicle_id,
        cast(extract(year from last_day) as integer),
        {{ half_year('last_day') }}
),

rated as (
    select
        half_years.*,
        {{ ratio('fuel_l * 100', 'driven_km', 6) }} as l_per_100_km
    from half_years
    where
        driven_km > 0
        and stretch_count >= 5
),

ranked as (
    select
        vehicle_id,
        l_per_100_km,
        row_number() over (partition by vehicle_id order by l_per_100_km, reporting_year, half) as use_rank,
        count(*) over (partition by vehicle_id) as half_year_count
    from rated
),

medians as (
    select
        vehicle_id,
        l_per_100_km as median_l_per_100_km
    from ranked
    where
        use_rank * 2 in (half_year_count, half_year_count + 1)
        and half_year_count >= 3
),

unsteady as (
    select
        rated.*,
        medians.median_l_per_100_km,
        cast(
            {{ say(["''", 'rated.reporting_year', "'-'"]) }} || case rated.half when 1 then '01' else '07' end || '-01' as date
        ) as month
    from rated
    inner join medians
        on rated.vehicle_id = medians.vehicle_id
    cross join use_range
    where
        rated.l_per_100_km < use_range.lowest * medians.median_l_per_100_km
        or rated.l_per_100_km > use_range.highest * medians.median_l_per_100_km
)

select
    {{ finding(
        key=['vehicle_id', 'month'],
        message=say(["'vehicle '", 'vehicle_id', "' uses '", short('l_per_100_km', 2), "' l per 100 km in the half-year from '", 'month', "' by its odometer, and '", short('median_l_per_100_km', 2), "' in a middle half-year'"]),
        given=['entity_id', 'vehicle_id', 'activity_type', 'reporting_year', 'month'],
        extract_name="'fuel_transactions'"
    ) }}
from unsteady
