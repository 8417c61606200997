with

figures as (
    select * from {{ ref('int_reported_figures') }}
    where
        problem is null
        and kind = 'saving'
),

members as (
    select * from {{ ref('reported_metric_members') }}
),

factor_values as (
    select * from {{ ref('int_reported_factor_values') }}
),

editions as (
    select * from {{ ref('stg_editions') }}
),

years as (
    select
        period_label,
        calendar_year
    from {{ ref('int_reported_periods') }}
),

options as (
    select
        axis,
        {{ adapter.quote('option') }} as option_key,
        {{ read_integer('changes') }} as changes
    from {{ ref('explanation_options') }}
),

-- The default edition of the year: a saving compares factors, not lines, so there is no line whose choice could lead.
own_editions as (
    select
        edition_year,
        edition_id,
        row_number() over (partition by edition_year order by revision desc) as edition_rank
    from editions
    where factor_list = 'co2emissiefactoren_nl'
),

pairs as (
    select
        figures.figure_id,
        numerators.edition_id as numerator_edition_id,
        denominators.edition_id as denominator_edition_id,
        own_editions.edition_id as own_edition_id,
        components.option_key as component_option,
        components.changes as component_changes,
        denominator_members.role,
        denominator_members.member as comparison_member,
        case components.option_key
            when 'well_to_wheel' then numerators.wtw_factor_value
            else numerators.ttw_factor_value
        end as numerator_factor,
        case components.option_key
            when 'well_to_wheel' then denominators.wtw_factor_value
            else denominators.ttw_factor_value
        end as denominator_factor
    from figures
    inner join members as numerator_members
        on figures.metric = numerator_members.metric
        and numerator_members.role = 'numerator'
    inner join members as denominator_members
        on figures.metric = denominator_members.metric
        and denominator_members.role in ('denominator', 'alternative')
    inner join years
        on figures.end_period = years.period_label
    left join own_editions
        on years.calendar_year = own_editions.edition_year
        and own_editions.edition_rank = 1
    inner join factor_values as numerators
        on numerators.factor_subject = 'type|' || numerator_members.member
    inner join factor_values as denominators
        on denominators.factor_subject = 'type|' || denominator_members.member
        and numerators.unit = denominators.unit
    cross join options as components
    where components.axis = 'component'
),

-- One other edition for both fuels is one departure; two editions side by side are as many as differ from the own one.
savings as (
    select
        figure_id,
        numerator_edition_id,
        denominator_edition_id,
        component_option,
        comparison_member,
        case role when 'denominator' then 'own' else 'other' end as comparison_option,
        case
            when numerator_edition_id = denominator_edition_id and numerator_edition_id = own_edition_id then cast(null as {{ dbt.type_string() }})
            when numerator_edition_id = denominator_edition_id then numerator_edition_id
            else numerator_edition_id || ' / ' || denominator_edition_id
        end as edition_id,
        component_changes
        + case role when 'denominator' then 0 else 1 end
        + case
            when own_edition_id is null then 2
            when numerator_edition_id = denominator_edition_id and numerator_edition_id = own_edition_id then 0
            when numerator_edition_id = denominator_edition_id then 1
            when own_edition_id in (numerator_edition_id, denominator_edition_id) then 1
            else 2
        end as changes,
        cast(100 - {{ ratio('(numerator_factor * 100)', 'denominator_factor', 6) }} as decimal(27, 9)) as saving_pct
    from pairs
    where
        numerator_factor is not null
        and denominator_factor > 0
)

select * from savings
where changes <= 2
