{#- name of the share, amount of the line -#}
{%- set amounts = [('year_km', 'km'), ('year_private_km', 'private_km'), ('year_amount_eur', 'amount_eur')] -%}
with

lines_in_time as (
    select * from {{ ref('int_wpm_lines_in_time') }}
),

months as (
    select * from {{ ref('stg_months') }}
),

entities as (
    select * from {{ ref('stg_entities_in_time') }}
),

years as (
    select
        calendar_year,
        min(month_start) as year_start,
        max(month_end) as year_end,
        sum(days_in_month) as days_in_year
    from months
    group by calendar_year
),

-- A stretch never passes a new year's day. One without days has no year, so that its line is still counted.
dated as (
    select
        lines_in_time.*,
        years.calendar_year as reporting_year,
        cast(years.days_in_year as integer) as days_in_year,
        {{ dbt.datediff('lines_in_time.period_start', 'lines_in_time.period_end', 'day') }} + 1 as days_in_period,
        {{ dbt.datediff('lines_in_time.period_start', 'lines_in_time.stretch_start', 'day') }} as days_before,
        {{ dbt.datediff('lines_in_time.period_start', 'lines_in_time.stretch_end', 'day') }} + 1 as days_through
    from lines_in_time
    left join years
        on extract(year from lines_in_time.stretch_start) = years.calendar_year
        and lines_in_time.stretch_start between years.year_start and years.year_end
),

-- By day with whole-number cumulative shares, as int_activity_months does it: the stretches make the line. Most lines are
-- one stretch, and need no division.
apportioned as (
    select
        dated.*,
        {% for share, amount in amounts -%}
        case
            when dated.stretch_start is null or (dated.days_before = 0 and dated.days_through = dated.days_in_period) then dated.{{ amount }}
            else cast(
                {{ from_micro(
                    integer_divide(micro('abs(dated.' ~ amount ~ ')') ~ ' * dated.days_through', 'dated.days_in_period')
                    ~ ' - '
                    ~ integer_divide(micro('abs(dated.' ~ amount ~ ')') ~ ' * dated.days_before', 'dated.days_in_period')
                ) }}
                * case when dated.{{ amount }} < 0 then -1 else 1 end
                as decimal(19, 6)
            )
        end as {{ share }},
        {% endfor -%}
        cast(dated.days_through - dated.days_before as integer) as days_in_stretch
    from dated
),

-- The KVK number of the entity on the days of the stretch: that of the vehicle for the fleet, else that of the line.
employers as (
    select
        apportioned.*,
        coalesce(entities.kvk_number, 'unknown') as kvk_number
    from apportioned
    left join entities
        on case when apportioned.block = 'A' then coalesce(apportioned.vehicle_entity_id, apportioned.entity_id) else apportioned.entity_id end
        = entities.entity_id
        and coalesce(apportioned.stretch_start, cast('9999-12-31' as date)) between entities.effective_from and entities.effective_to
)

select * from employers
