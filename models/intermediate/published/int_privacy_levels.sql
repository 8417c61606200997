with

measures as (
    select * from {{ ref('int_emission_measures') }}
    where is_person_borne
),

privacy_levels as (
    select * from {{ ref('stg_privacy_levels') }}
),

one_line_categories as (
    select * from {{ ref('int_one_line_categories') }}
),

-- What tells persons apart at the finest level. A person has far fewer of these than lines, and every level copies them.
persons as (
    select distinct
        activity_category,
        reporting_year,
        person_key,
        entity_id,
        location_id,
        project_id,
        activity_type,
        factor_id,
        month,
        power_basis,
        component,
        factor_value <> 0 as has_kg
    from measures
),

-- Every person at every level of detail, with the keys that the level keeps.
levelled as (
    select
        persons.activity_category,
        persons.reporting_year,
        persons.person_key,
        privacy_levels.privacy_level,
        privacy_levels.level_order,
        case when privacy_levels.keeps_entity then persons.entity_id end as entity_id,
        case when privacy_levels.keeps_location_and_project then persons.location_id end as location_id,
        case when privacy_levels.keeps_location_and_project then persons.project_id end as project_id,
        case when privacy_levels.keeps_activity_type then persons.activity_type end as activity_type,
        case when privacy_levels.keeps_activity_type then persons.factor_id end as factor_id,
        case when privacy_levels.keeps_month then persons.month end as month,
        case when privacy_levels.keeps_half_year then {{ half_year('persons.month') }} end as half_year,
        case
            when privacy_levels.keeps_activity_type or one_line_categories.activity_category is null
                then persons.power_basis
        end as power_basis,
        case
            when privacy_levels.keeps_activity_type or one_line_categories.activity_category is null
                then persons.component
        end as component,
        persons.has_kg
    from persons
    cross join privacy_levels
    left join one_line_categories
        on persons.activity_category = one_line_categories.activity_category
),

-- Once per person and published row, whatever the months, types and places behind it: both counts read this.
persons_per_row as (
    select
        activity_category,
        reporting_year,
        privacy_level,
        level_order,
        entity_id,
        location_id,
        project_id,
        activity_type,
        factor_id,
        month,
        half_year,
        power_basis,
        component,
        person_key,
        max(case when has_kg then 1 else 0 end) as has_kg
    from levelled
    group by
        activity_category,
        reporting_year,
        privacy_level,
        level_order,
        entity_id,
        location_id,
        project_id,
        activity_type,
        factor_id,
        month,
        half_year,
        power_basis,
        component,
        person_key
),

-- Persons per group. Vehicles that nobody is assigned to point at no person.
persons_per_group as (
    select
        activity_category,
        reporting_year,
        privacy_level,
        level_order,
        count(distinct person_key) as persons
    from persons_per_row
    group by
        activity_category,
        reporting_year,
        privacy_level,
        level_order,
        entity_id,
        location_id,
        project_id,
        activity_type,
        factor_id,
        month,
        half_year
),

-- Persons who have kilograms in a published row: the kilograms of four by train and ten on foot are those of the four.
emitting_persons_per_group as (
    select
        activity_category,
        reporting_year,
        privacy_level,
        level_order,
        count(person_key) as persons
    from persons_per_row
    where has_kg = 1
    group by
        activity_category,
        reporting_year,
        privacy_level,
        level_order,
        entity_id,
        location_id,
        project_id,
        activity_type,
        factor_id,
        month,
        half_year,
        power_basis,
        component
),

all_groups as (
    select * from persons_per_group
    union all
    select * from emitting_persons_per_group
),

levels as (
    select
        activity_category,
        reporting_year,
        privacy_level,
        level_order,
        max(case when persons between 1 and 4 then 1 else 0 end) as has_small_group
    from all_groups
    group by
        activity_category,
        reporting_year,
        privacy_level,
        level_order
),

-- The finest level at which no group has one to four persons, for the whole category and year at once, so that no
-- small group follows by taking published groups from a published total. If there is none, the coarsest stands.
ranked as (
    select
        activity_category,
        reporting_year,
        privacy_level,
        has_small_group = 1 as is_under_five,
        row_number() over (
            partition by activity_category, reporting_year
            order by has_small_group, case when has_small_group = 0 then level_order else -level_order end
        ) as level_rank
    from levels
),

chosen as (
    select
        activity_category,
        reporting_year,
        privacy_level,
        is_under_five
    from ranked
    where level_rank = 1
)

select * from chosen
