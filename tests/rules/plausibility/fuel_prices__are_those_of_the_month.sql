with

lines as (
    select
        activity_lines.*,
        cast({{ dbt.date_trunc('month', 'period_start') }} as date) as month,
        {{ ratio('amount_eur', 'quantity', 6) }} as eur_per_l
    from {{ ref('int_activity_lines') }} as activity_lines
    where
        occurrence = 1
        and extract_name = 'fuel_transactions'
        and unit = 'l'
        and amount_eur is not null
        and quantity > 0
),

price_range as (
    {{ plausible_range('fuel_price_of_month_ratio') }}
),

ranked as (
    select
        activity_type,
        month,
        eur_per_l,
        row_number() over (partition by activity_type, month order by eur_per_l, line_id) as price_rank,
        count(*) over (partition by activity_type, month) as line_count
    from lines
),

-- The middle price, or the lower of the two in the middle. Of a handful of fuellings it says nothing.
medians as (
    select
        activity_type,
        month,
        eur_per_l as median_eur_per_l
    from ranked
    where
        price_rank * 2 in (line_count, line_count + 1)
        and line_count >= 5
),

odd as (
    select
        lines.*,
        medians.median_eur_per_l
    from lines
    inner join medians
        on lines.activity_type = medians.activity_type
        and lines.month = medians.month
    cross join price_range
    where
        lines.eur_per_l < price_range.lowest * medians.median_eur_per_l
        or lines.eur_per_l > price_range.highest * medians.median_eur_per_l
)

select
    {{ finding(
        key=['extract_name', 'line_id'],
        message=say(['extract_name', "', line '", 'line_id', "': '", short('eur_per_l', 3), "' euro per litre, where the middle price of '", 'activity_type', "' in the month is '", short('median_eur_per_l', 3)]),
        given=['entity_id', 'vehicle_id', 'activity_type', 'month', 'extract_name', 'line_id', 'source_file', 'source_row'],
        reporting_year='extract(year from period_start)'
    ) }}
from odd
