with

lines as (
    select * from {{ ref('int_activity_lines') }}
),

months as (
    select * from {{ ref('stg_months') }}
),

-- One row per line and calendar month that its period touches. A line without a readable period stays one row
-- without a month, so that its quantity is still counted as delivered.
touched as (
    select
        lines.extract_name,
        lines.line_id,
        lines.occurrence,
        lines.quantity,
        months.month_start,
        case when lines.period_start > months.month_start then lines.period_start else months.month_start end as part_start,
        {{ dbt.datediff('lines.period_start', 'lines.period_end', 'day') }} + 1 as days_in_period,
        {{ dbt.datediff(
            'lines.period_start',
            'case when lines.period_start > months.month_start then lines.period_start else months.month_start end',
            'day'
        ) }} as days_before,
        {{ dbt.datediff(
            'lines.period_start',
            'case when lines.period_end < months.month_end then lines.period_end else months.month_end end',
            'day'
        ) }} + 1 as days_through
    from lines
    left join months
        on lines.period_end >= lines.period_start
        and lines.period_start <= months.month_end
        and lines.period_end >= months.month_start
),

-- Apportioned by day with whole-number cumulative shares, on the absolute value, so that the parts make the whole
-- exactly and a credit note cancels its invoice month by month.
apportioned as (
    select
        touched.*,
        case
            when touched.month_start is null or touched.quantity is null then touched.quantity
            else
                {{ from_micro(
                    integer_divide(micro('abs(touched.quantity)') ~ ' * touched.days_through', 'touched.days_in_period')
                    ~ ' - '
                    ~ integer_divide(micro('abs(touched.quantity)') ~ ' * touched.days_before', 'touched.days_in_period')
                ) }}
                * case when touched.quantity < 0 then -1 else 1 end
        end as month_quantity
    from touched
),

joined as (
    select
        lines.*,
        apportioned.month_start,
        apportioned.part_start,
        apportioned.days_in_period,
        apportioned.days_through - apportioned.days_before as days_in_part,
        cast(apportioned.month_quantity as decimal(19, 6)) as month_quantity,
        cast(extract(year from apportioned.month_start) as integer) as reporting_year
    from lines
    inner join apportioned
        on lines.extract_name = apportioned.extract_name
        and lines.line_id = apportioned.line_id
        and lines.occurrence = apportioned.occurrence
)

select * from joined
