with

-- Few rows for the four that read them: the view of lines is run once.
emissions as (
    select
        activity_category,
        component,
        reporting_year,
        activity_type,
        person_key,
        is_person_borne,
        is_acquired,
        is_sold,
        sum(computed_kg) as computed_kg,
        sum(factor_kg) as factor_kg,
        sum(boundary_kg) as boundary_kg,
        max(case when factor_kg <> 0 then 1 else 0 end) as has_factor,
        max(case when boundary_kg <> 0 then 1 else 0 end) as has_boundary
    from {{ ref('int_restated_emissions') }}
    group by
        activity_category,
        component,
        reporting_year,
        activity_type,
        person_key,
        is_person_borne,
        is_acquired,
        is_sold
),

frame_mapping as (
    select * from {{ ref('frame_mapping') }}
),

-- Persons behind what came, what went and what stayed, and behind each type whose factor changed.
persons as (
    select
        activity_category,
        reporting_year,
        case when is_acquired then 'acquired' when is_sold then 'sold' else 'stayed' end as person_group,
        count(distinct person_key) as persons
    from emissions
    where is_person_borne
    group by
        activity_category,
        reporting_year,
        case when is_acquired then 'acquired' when is_sold then 'sold' else 'stayed' end
),

persons_per_type as (
    select
        activity_category,
        reporting_year,
        activity_type,
        count(distinct person_key) as persons
    from emissions
    where is_person_borne
    group by
        activity_category,
        reporting_year,
        activity_type
),

changed as (
    select
        activity_category,
        reporting_year,
        max(has_boundary) as has_boundary,
        max(has_factor) as has_factor
    from emissions
    where is_person_borne
    group by
        activity_category,
        reporting_year
),

-- A second figure beside a published one is a second sum over the same persons: where a group of one to four stands behind
-- it, the category keeps its figure for that year.
withheld as (
    select
        changed.activity_category,
        changed.reporting_year
    from changed
    where
        (
            changed.has_boundary = 1
            and exists (
                select 1
                from persons
                where
                    persons.activity_category = changed.activity_category
                    and persons.reporting_year = changed.reporting_year
                    and persons.persons between 1 and 4
            )
        )
        or (
            (changed.has_factor = 1 or changed.has_boundary = 1)
            and exists (
                select 1
                from persons_per_type
                where
                    persons_per_type.activity_category = changed.activity_category
                    and persons_per_type.reporting_year = changed.reporting_year
                    and persons_per_type.persons between 1 and 4
            )
        )
),

restated_groups as (
    select
        frame_mapping.frame,
        frame_mapping.line,
        emissions.reporting_year,
        emissions.activity_category,
        withheld.activity_category is not null as is_withheld,
        cast(sum(emissions.computed_kg) as decimal(27, 6)) as computed_kg,
        cast(sum(case when withheld.activity_category is null then emissions.factor_kg else 0 end) as decimal(27, 6)) as factor_kg,
        cast(sum(case when withheld.activity_category is null then emissions.boundary_kg else 0 end) as decimal(27, 6)) as boundary_kg
    from emissions
    inner join frame_mapping
        on emissions.activity_category = frame_mapping.activity_category
        and emissions.component = frame_mapping.component
    left join withheld
        on emissions.activity_category = withheld.activity_category
        and emissions.reporting_year = withheld.reporting_year
    group by
        frame_mapping.frame,
        frame_mapping.line,
        emissions.reporting_year,
        emissions.activity_category,
        withheld.activity_category is not null
)

select * from restated_groups
