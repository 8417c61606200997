with

emissions as (
    select
        emissions.activity_category,
        emissions.activity_type,
        emissions.reporting_year,
        emissions.month,
        emissions.kg_co2e,
        activity_types.is_person_borne
    from {{ ref('fct_emissions') }} as emissions
    inner join {{ ref('stg_activity_types') }} as activity_types
        on emissions.activity_type = activity_types.activity_type
    inner join {{ ref('int_company_years') }} as company_years
        on emissions.reporting_year = company_years.reporting_year
    where
        emissions.ladder_line in ('scope_1', 'scope_2', 'business_travel')
        and emissions.month is not null
),

year_totals as (
    select
        reporting_year,
        sum(kg_co2e) as total_kg_co2e
    from emissions
    group by reporting_year
),

months as (
    select
        activity_category,
        min(activity_type) as activity_type,
        max(case when is_person_borne then 1 else 0 end) = 1 as is_person_borne,
        reporting_year,
        month,
        cast({{ dbt.dateadd('month', -12, 'month') }} as date) as earlier_month,
        cast(sum(kg_co2e) as decimal(27, 6)) as kg_co2e
    from emissions
    group by
        activity_category,
        reporting_year,
        month
),

-- With the same month a year earlier: winter against winter.
changes as (
    select
        months.activity_category,
        months.activity_type,
        months.is_person_borne,
        months.reporting_year,
        months.month,
        months.kg_co2e,
        earlier.kg_co2e as earlier_kg_co2e,
        year_totals.total_kg_co2e
    from months
    inner join months as earlier
        on months.activity_category = earlier.activity_category
        and months.earlier_month = earlier.month
    inner join year_totals
        on months.reporting_year = year_totals.reporting_year
)

-- Of a month of travel, which may be one person's, no size is told.
select
    {{ finding(
        key=['activity_category', 'month'],
        message=say([
            'activity_category', "' of the month from '", 'month', "' differs by more than half from the same month a year earlier, and by more than 1% of the total'",
            "case when is_person_borne then '' else ': ' || cast(" ~ percentage('kg_co2e', 'earlier_kg_co2e') ~ ' as ' ~ dbt.type_string() ~ ") || '% of it' end"
        ]),
        given=['reporting_year', 'month', 'activity_type'],
        kg_co2e='abs(kg_co2e - earlier_kg_co2e)'
    ) }}
from changes
where
    abs(kg_co2e - earlier_kg_co2e) * 2 > abs(earlier_kg_co2e)
    and abs(kg_co2e - earlier_kg_co2e) * 100 > abs(total_kg_co2e)
