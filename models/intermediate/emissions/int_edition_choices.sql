with

activity_types as (
    select activity_type from {{ ref('stg_activity_types') }}
),

editions as (
    select * from {{ ref('stg_editions') }}
    where factor_list = 'co2emissiefactoren_nl'
),

choices as (
    select * from {{ ref('stg_factor_choices') }}
    where reporting_year is not null
),

years as (
    select distinct reporting_year
    from {{ ref('int_activity_months') }}
    where reporting_year is not null
),

-- The default is the edition of the reporting year; of two revisions the later one. There is no other fallback.
ranked_editions as (
    select
        edition_id,
        edition_year,
        row_number() over (partition by edition_year order by revision desc) as edition_rank
    from editions
),

-- A choice for the activity type leads the choice for all types of a year (*).
ranked_choices as (
    select
        years.reporting_year,
        activity_types.activity_type,
        choices.edition_id,
        choices.reason,
        choices.decided_by,
        choices.decided_on,
        row_number() over (
            partition by years.reporting_year, activity_types.activity_type
            order by case choices.activity_type when '*' then 2 else 1 end, choices.decided_on desc nulls last, choices.edition_id
        ) as choice_rank
    from years
    cross join activity_types
    inner join choices
        on years.reporting_year = choices.reporting_year
        and choices.activity_type in (activity_types.activity_type, '*')
),

chosen as (
    select
        years.reporting_year,
        activity_types.activity_type,
        coalesce(ranked_choices.edition_id, ranked_editions.edition_id) as edition_id,
        ranked_choices.edition_id is not null as is_chosen,
        ranked_choices.reason as choice_reason,
        ranked_choices.decided_by as choice_decided_by,
        ranked_choices.decided_on as choice_decided_on
    from years
    cross join activity_types
    left join ranked_editions
        on years.reporting_year = ranked_editions.edition_year
        and ranked_editions.edition_rank = 1
    left join ranked_choices
        on years.reporting_year = ranked_choices.reporting_year
        and activity_types.activity_type = ranked_choices.activity_type
        and ranked_choices.choice_rank = 1
)

select * from chosen
