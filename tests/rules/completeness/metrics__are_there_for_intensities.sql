with

company_years as (
    select * from {{ ref('int_company_years') }}
),

metrics as (
    select distinct
        metric,
        cast(extract(year from period_start) as integer) as reporting_year
    from {{ ref('stg_business_metrics') }}
    where
        {{ adapter.quote('value') }} is not null
        and period_start is not null
),

needed as (
    select
        'revenue_eur' as metric,
        reporting_year
    from company_years
    union all
    select
        'fte' as metric,
        reporting_year
    from company_years
),

missing as (
    select
        needed.metric,
        needed.reporting_year
    from needed
    left join metrics
        on needed.metric = metrics.metric
        and needed.reporting_year = metrics.reporting_year
    where metrics.metric is null
)

select
    {{ finding(
        key=['metric', 'reporting_year'],
        message=say(["'no '", 'metric', "' for '", 'reporting_year']),
        given=['reporting_year'],
        extract_name="'business_metrics'",
        column_name="'metric'",
        cell_value='metric'
    ) }}
from missing
