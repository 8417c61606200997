with

parts as (
    select * from {{ ref('int_wpm_parts') }}
),

ladder_rows as (
    select * from {{ ref('int_wpm_ladder_rows') }}
),

-- Whom a step of the bridge tells of: those whom the footprint knows in one way, those whom it does not know, and those
-- with private kilometres.
memberships as (
    select
        reporting_year,
        'ladder|' || basis || '|' || bridge_class as person_group,
        person_key
    from ladder_rows
    union all
    select
        reporting_year,
        'private' as person_group,
        person_key
    from parts
    where part_kind in ('private_distance', 'flat_private_distance', 'not_below_zero')
    union all
    select
        parts.reporting_year,
        'only_in_wpm' as person_group,
        parts.person_key
    from parts
    left join ladder_rows
        on parts.reporting_year = ladder_rows.reporting_year
        and (
            (parts.extract_name = ladder_rows.extract_name and parts.line_id = ladder_rows.line_id)
            or (parts.is_company_vehicle and parts.vehicle_id = ladder_rows.vehicle_id)
        )
    where ladder_rows.reporting_year is null
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
