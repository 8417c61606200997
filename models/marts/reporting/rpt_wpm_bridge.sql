with

steps as (
    select * from {{ ref('int_wpm_bridge_steps') }}
),

persons as (
    select * from {{ ref('int_wpm_bridge_persons') }}
),

levels as (
    select * from {{ ref('int_wpm_privacy_levels') }}
),

company_years as (
    select * from {{ ref('int_company_years') }}
),

labels as (
    select
        step,
        {{ read_integer('step_order') }} as step_order,
        kind,
        label_nl,
        label_en
    from {{ ref('wpm_bridge_steps') }}
),

bridged_years as (
    select
        persons.reporting_year,
        persons.has_small_group
    from persons
    inner join levels
        on persons.reporting_year = levels.reporting_year
    inner join company_years
        on persons.reporting_year = company_years.reporting_year
    inner join steps
        on persons.reporting_year = steps.reporting_year
        and steps.step = 'wpm'
),

-- Every step, also one that changes nothing; together where a step would tell of one to four persons.
sheet as (
    select
        bridged_years.reporting_year,
        bridged_years.has_small_group,
        labels.step,
        labels.step_order,
        labels.kind,
        labels.label_nl,
        labels.label_en
    from bridged_years
    cross join labels
    where
        labels.kind <> 'step'
        or (labels.step = 'differences_together') = bridged_years.has_small_group
),

valued as (
    select
        sheet.reporting_year,
        sheet.step,
        sheet.step_order,
        sheet.kind,
        sheet.label_nl,
        sheet.label_en,
        cast(
            coalesce(
                sum(
                    case
                        when sheet.step = 'differences_together' then case when labels.kind = 'step' then steps.kg end
                        when sheet.step = steps.step then steps.kg
                    end
                ),
                0
            )
            as decimal(28, 6)
        ) as kg
    from sheet
    left join steps
        on sheet.reporting_year = steps.reporting_year
    left join labels
        on steps.step = labels.step
    group by
        sheet.reporting_year,
        sheet.step,
        sheet.step_order,
        sheet.kind,
        sheet.label_nl,
        sheet.label_en
)

select * from valued
