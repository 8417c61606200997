{#- name of the share, amount of the line -#}
{%- set amounts = [('year_km', 'km'), ('year_private_km', 'private_km'), ('year_amount_eur', 'amount_eur')] -%}
with

lines as (
    select * from {{ ref('int_wpm_lines') }}
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

-- A line without a readable period stays one row without a year, so that it is still counted.
touched as (
    select
        lines.*,
        years.calendar_year as reporting_year,
        cast(years.days_in_year as integer) as days_in_year,
        case when lines.period_start > years.year_start then lines.period_start else years.year_start end as part_start,
        {{ dbt.datediff('lines.period_start', 'lines.period_end', 'day') }} + 1 as days_in_period,
        {{ dbt.datediff(
            'lines.period_start',
            'case when lines.period_start > years.year_start then lines.period_start else years.year_start end',
            'day'
        ) }} as days_before,
        {{ dbt.datediff(
            'lines.period_start',
            'case when lines.period_end < years.year_end then lines.period_end else years.year_end end',
            'day'
        ) }} + 1 as days_through
    from lines
    left join years
        on lines.period_end >= lines.period_start
        and lines.period_start <= years.year_end
        and lines.period_end >= years.year_start
),

-- By day with whole-number cumulative shares, as int_activity_months does it: its months make the same years.
apportioned as (
    select
        touched.*,
        {% for share, amount in amounts -%}
        case
            when touched.reporting_year is null then touched.{{ amount }}
            else cast(
                {{ from_micro(
                    integer_divide(micro('abs(touched.' ~ amount ~ ')') ~ ' * touched.days_through', 'touched.days_in_period')
                    ~ ' - '
                    ~ integer_divide(micro('abs(touched.' ~ amount ~ ')') ~ ' * touched.days_before', 'touched.days_in_period')
                ) }}
                * case when touched.{{ amount }} < 0 then -1 else 1 end
                as decimal(19, 6)
            )
        end as {{ share }},
        {% endfor -%}
        cast(touched.days_through - touched.days_before as integer) as days_in_part
    from touched
),

-- The KVK number of the entity on the first day of the part: that of the vehicle for the fleet, else that of the line.
employers as (
    select
        apportioned.*,
        coalesce(entities.kvk_number, 'unknown') as kvk_number
    from apportioned
    left join entities
        on case when apportioned.block = 'A' then coalesce(apportioned.vehicle_entity_id, apportioned.entity_id) else apportioned.entity_id end
        = entities.entity_id
        and coalesce(apportioned.part_start, cast('9999-12-31' as date)) between entities.effective_from and entities.effective_to
)

select * from employers
