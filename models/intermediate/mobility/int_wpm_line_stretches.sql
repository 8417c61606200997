{%- set line_models = ['int_wpm_vehicle_lines', 'int_wpm_trip_lines', 'int_wpm_commuting_lines'] -%}
with

delivered as (
    {%- for line_model in line_models %}
    select * from {{ ref(line_model) }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

vehicles as (
    select * from {{ ref('stg_vehicles_in_time') }}
),

entities as (
    select * from {{ ref('stg_entities_in_time') }}
),

months as (
    select * from {{ ref('stg_months') }}
),

-- Read apart from `delivered`: DuckDB keeps what is read twice in memory, with all its columns.
with_period as (
    {%- for line_model in line_models %}
    select
        extract_name,
        line_id,
        vehicle_id,
        entity_id,
        period_start,
        period_end,
        unreadable_reason
    from {{ ref(line_model) }}
    where period_end >= period_start
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

distances as (
    select * from with_period
    where
        extract_name = 'vehicle_distances'
        and vehicle_id is not null
        and unreadable_reason is null
),

-- Days from which something else may hold for what a vehicle does: its mapping, its employer, or whether its distance is
-- known. All lines of a vehicle are cut on the same days, so that the stretches of two lines are equal or apart.
vehicle_cuts as (
    select
        vehicle_id,
        effective_from as cut_on
    from vehicles
    union distinct
    select
        vehicles.vehicle_id,
        entities.effective_from as cut_on
    from vehicles
    inner join entities
        on vehicles.entity_id = entities.entity_id
    union distinct
    select
        vehicle_id,
        period_start as cut_on
    from distances
    union distinct
    select
        vehicle_id,
        cast({{ dbt.dateadd('day', 1, 'period_end') }} as date) as cut_on
    from distances
),

year_starts as (
    select min(month_start) as cut_on
    from months
    group by calendar_year
),

-- Few lines are cut: the others are one stretch, and no window passes over them.
cut_lines as (
    select
        with_period.extract_name,
        with_period.line_id,
        with_period.period_start,
        with_period.period_end,
        vehicle_cuts.cut_on
    from with_period
    inner join vehicle_cuts
        on with_period.vehicle_id = vehicle_cuts.vehicle_id
        and with_period.period_start < vehicle_cuts.cut_on
        and with_period.period_end >= vehicle_cuts.cut_on
    union distinct
    select
        with_period.extract_name,
        with_period.line_id,
        with_period.period_start,
        with_period.period_end,
        entities.effective_from as cut_on
    from with_period
    inner join entities
        on with_period.entity_id = entities.entity_id
        and with_period.period_start < entities.effective_from
        and with_period.period_end >= entities.effective_from
    union distinct
    select
        with_period.extract_name,
        with_period.line_id,
        with_period.period_start,
        with_period.period_end,
        year_starts.cut_on
    from with_period
    inner join year_starts
        on with_period.period_start < year_starts.cut_on
        and with_period.period_end >= year_starts.cut_on
    where extract(year from with_period.period_start) < extract(year from with_period.period_end)
),

starts as (
    select
        extract_name,
        line_id,
        period_end,
        period_start as stretch_start
    from cut_lines
    union distinct
    select
        extract_name,
        line_id,
        period_end,
        cut_on as stretch_start
    from cut_lines
),

cut as (
    select
        extract_name,
        line_id,
        stretch_start,
        coalesce(
            cast(
                {{ dbt.dateadd('day', -1, 'lead(stretch_start) over (partition by extract_name, line_id order by stretch_start)') }}
                as date
            ),
            period_end
        ) as stretch_end,
        cast(row_number() over (partition by extract_name, line_id order by stretch_start) as integer) as stretch_number
    from starts
),

-- A line without a readable period stays one stretch without days, so that it is still counted.
stretches as (
    select
        delivered.*,
        coalesce(cut.stretch_start, case when delivered.period_end >= delivered.period_start then delivered.period_start end) as stretch_start,
        coalesce(cut.stretch_end, case when delivered.period_end >= delivered.period_start then delivered.period_end end) as stretch_end,
        coalesce(cut.stretch_number, 1) as stretch_number
    from delivered
    left join cut
        on delivered.extract_name = cut.extract_name
        and delivered.line_id = cut.line_id
)

select * from stretches
