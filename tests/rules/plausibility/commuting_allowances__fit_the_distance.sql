with

lines as (
    select
        stg_commuting.*,
        cast(extract(year from period_end) as integer) as reporting_year,
        {{ ratio('amount_eur', '(distance_one_way * unit_multiplier * days * 2)', 6) }} as eur_per_km
    from {{ ref('stg_commuting') }} as stg_commuting
    where
        occurrence = 1
        and amount_eur > 0
        and distance_one_way > 0
        and days > 0
        and unit_multiplier is not null
        and period_end is not null
),

allowance_range as (
    {{ plausible_range('commuting_allowance_ratio') }}
),

ranked as (
    select
        entity_id,
        mode,
        reporting_year,
        eur_per_km,
        row_number() over (partition by entity_id, mode, reporting_year order by eur_per_km, line_id) as allowance_rank,
        count(*) over (partition by entity_id, mode, reporting_year) as line_count
    from lines
),

medians as (
    select
        entity_id,
        mode,
        reporting_year,
        eur_per_km as median_eur_per_km
    from ranked
    where
        allowance_rank * 2 in (line_count, line_count + 1)
        and line_count >= 5
),

odd as (
    select
        lines.*,
        medians.median_eur_per_km
    from lines
    inner join medians
        on lines.entity_id = medians.entity_id
        and lines.mode = medians.mode
        and lines.reporting_year = medians.reporting_year
    cross join allowance_range
    where
        lines.eur_per_km < allowance_range.lowest * medians.median_eur_per_km
        or lines.eur_per_km > allowance_range.highest * medians.median_eur_per_km
)

select
    {{ finding(
        key=['extract_name', 'line_id'],
        message=say(['extract_name', "', line '", 'line_id', "': an allowance of '", short('eur_per_km', 3), "' euro per km, where '", 'mode', "' has '", short('median_eur_per_km', 3), "' in '", 'reporting_year']),
        given=['entity_id', 'vehicle_id', 'activity_type', 'extract_name', 'line_id', 'source_file', 'source_row', 'reporting_year'],
        column_name="'distance_one_way'",
        cell_value='distance_one_way_text'
    ) }}
from odd
