with

parts as (
    select * from {{ ref('int_wpm_parts') }}
),

lines as (
    select
        extract_name,
        line_id,
        travel_mode,
        energy,
        category
    from {{ ref('int_wpm_lines') }}
),

vehicle_categories as (
    select
        vehicle_id,
        reporting_year,
        min(category) as category
    from parts
    where is_company_vehicle
    group by
        vehicle_id,
        reporting_year
),

-- What the footprint knows, by line and by vehicle: two equal joins where one with an `or` compares every part of a year with
-- every row.
ladder_lines as (
    select distinct
        reporting_year,
        extract_name,
        line_id
    from {{ ref('int_wpm_ladder_rows') }}
    where basis = 'by_km'
),

ladder_vehicles as (
    select distinct
        reporting_year,
        vehicle_id
    from {{ ref('int_wpm_ladder_rows') }}
),

-- Grouped before they are put into words: a person has far fewer of these than rows.
ladder_persons as (
    select distinct
        ladder_rows.reporting_year,
        ladder_rows.basis,
        ladder_rows.bridge_class,
        coalesce(lines.category, vehicle_categories.category, 'none') as category,
        lines.travel_mode,
        lines.energy,
        ladder_rows.person_key
    from {{ ref('int_wpm_ladder_rows') }} as ladder_rows
    left join lines
        on ladder_rows.extract_name = lines.extract_name
        and ladder_rows.line_id = lines.line_id
    left join vehicle_categories
        on ladder_rows.vehicle_id = vehicle_categories.vehicle_id
        and ladder_rows.reporting_year = vehicle_categories.reporting_year
    -- On foot and by bicycle there is nothing to tell of.
    where ladder_rows.kg_co2e <> 0
),

-- Whom a step of the bridge tells of: those whom the footprint knows in one way, those whom it does not know, and those
-- with private kilometres; by what they travel with, since who knows the factors can solve that from the steps together.
memberships as (
    select
        reporting_year,
        'ladder|' || basis || '|' || bridge_class || '|' || category || '|' || coalesce(travel_mode || '|' || energy, '') as person_group,
        person_key
    from ladder_persons
    union all
    select
        reporting_year,
        'private|' || category as person_group,
        person_key
    from parts
    where part_kind in ('private_distance', 'flat_private_distance', 'not_below_zero')
    union all
    select
        parts.reporting_year,
        'only_in_wpm|' || parts.category as person_group,
        parts.person_key
    from parts
    left join ladder_lines
        on parts.reporting_year = ladder_lines.reporting_year
        and parts.extract_name = ladder_lines.extract_name
        and parts.line_id = ladder_lines.line_id
    left join ladder_vehicles
        on parts.is_company_vehicle
        and parts.reporting_year = ladder_vehicles.reporting_year
        and parts.vehicle_id = ladder_vehicles.vehicle_id
    where
        ladder_lines.line_id is null
        and ladder_vehicles.vehicle_id is null
),

persons as (
    select
        reporting_year,
        person_group,
        count(distinct person_key) as persons
    from memberships
    group by
        reporting_year,
        person_group
),

by_year as (
    select
        reporting_year,
        max(case when persons between 1 and 4 then 1 else 0 end) = 1 as has_small_group
    from persons
    group by reporting_year
)

select * from by_year
