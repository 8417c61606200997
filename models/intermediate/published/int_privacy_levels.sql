with

measures as (
    select * from {{ ref('int_emission_measures') }}
    where is_person_borne
),

-- Persons per group, at every level of detail. Vehicles that nobody is assigned to point at no person.
detail_groups as (
    select
        activity_category,
        reporting_year,
        count(distinct person_key) as persons
    from measures
    group by
        activity_category,
        reporting_year,
        entity_id,
        location_id,
        project_id,
        activity_type,
        factor_id,
        month
),

type_month_groups as (
    select
        activity_category,
        reporting_year,
        count(distinct person_key) as persons
    from measures
    group by
        activity_category,
        reporting_year,
        entity_id,
        activity_type,
        factor_id,
        month
),

category_month_groups as (
    select
        activity_category,
        reporting_year,
        count(distinct person_key) as persons
    from measures
    group by
        activity_category,
        reporting_year,
        entity_id,
        month
),

category_half_groups as (
    select
        activity_category,
        reporting_year,
        count(distinct person_key) as persons
    from measures
    group by
        activity_category,
        reporting_year,
        entity_id,
        case when extract(month from month) <= 6 then 1 else 2 end
),

category_year_groups as (
    select
        activity_category,
        reporting_year,
        count(distinct person_key) as persons
    from measures
    group by
        activity_category,
        reporting_year,
        entity_id
),

group_half_groups as (
    select
        activity_category,
        reporting_year,
        count(distinct person_key) as persons
    from measures
    group by
        activity_category,
        reporting_year,
        case when extract(month from month) <= 6 then 1 else 2 end
),

group_year_groups as (
    select
        activity_category,
        reporting_year,
        count(distinct person_key) as persons
    from measures
    group by
        activity_category,
        reporting_year
),

levels as (
    {% for level in [
        ('detail', 1), ('type_month', 2), ('category_month', 3), ('category_half', 4), ('category_year', 5),
        ('group_half', 6), ('group_year', 7),
    ] -%}
    select
        activity_category,
        reporting_year,
        '{{ level[0] }}' as privacy_level,
        {{ level[1] }} as level_order,
        max(case when persons between 1 and 4 then 1 else 0 end) as has_small_group
    from {{ level[0] }}_groups
    group by
        activity_category,
        reporting_year
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

-- The finest level at which no group has one to four persons, for the whole category and year at once, so that no
-- small group follows by taking published groups from a published total. If there is none, the company total stands.
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
