with

business_metrics as (
    select * from {{ ref('stg_business_metrics') }}
    where
        occurrence = 1
        and metric = 'headcount_contract_20h'
        and {{ adapter.quote('value') }} is not null
),

months as (
    select * from {{ ref('stg_months') }}
),

entities as (
    select * from {{ ref('stg_entities_in_time') }}
),

new_years_days as (
    select
        calendar_year as reporting_year,
        min(month_start) as new_years_day
    from months
    group by calendar_year
),

-- What was delivered for a period that holds 1 January; of two, the higher.
per_entity as (
    select
        business_metrics.entity_id,
        new_years_days.reporting_year,
        new_years_days.new_years_day,
        max(business_metrics.{{ adapter.quote('value') }}) as employees
    from business_metrics
    inner join new_years_days
        on new_years_days.new_years_day between business_metrics.period_start and business_metrics.period_end
    group by
        business_metrics.entity_id,
        new_years_days.reporting_year,
        new_years_days.new_years_day
),

headcounts as (
    select
        coalesce(entities.kvk_number, 'unknown') as kvk_number,
        per_entity.reporting_year,
        cast(sum(per_entity.employees) as integer) as employees
    from per_entity
    left join entities
        on per_entity.entity_id = entities.entity_id
        and per_entity.new_years_day between entities.effective_from and entities.effective_to
    group by
        coalesce(entities.kvk_number, 'unknown'),
        per_entity.reporting_year
)

select * from headcounts
