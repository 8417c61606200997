with

months as (
    select * from {{ ref('stg_months') }}
),

company_years as (
    select * from {{ ref('int_company_years') }}
),

labelled as (
    select
        'year' as period_kind,
        cast(calendar_year as {{ dbt.type_string() }}) as period_label,
        calendar_year,
        month_start,
        month_end
    from months
    union all
    select
        'half_year' as period_kind,
        cast(calendar_year as {{ dbt.type_string() }}) || case when extract(month from month_start) <= 6 then 'H1' else 'H2' end as period_label,
        calendar_year,
        month_start,
        month_end
    from months
),

periods as (
    select
        labelled.period_label,
        labelled.period_kind,
        labelled.calendar_year,
        company_years.reporting_year is not null as is_company_year,
        min(labelled.month_start) as period_start,
        max(labelled.month_end) as period_end
    from labelled
    left join company_years
        on labelled.calendar_year = company_years.reporting_year
    group by
        labelled.period_label,
        labelled.period_kind,
        labelled.calendar_year,
        company_years.reporting_year
)

select * from periods
